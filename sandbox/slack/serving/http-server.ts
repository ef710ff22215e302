import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Closing } from '../../underneath/exchange.js';
import { type Files, uploadedBytes, type UploadedFile } from '../workspace/files.js';
import type { Clock } from '../clock.js';
import type { Authorizing, BrowserAnswer } from '../oauth/authorizing.js';
import { PageApi } from './page-api.js';
import type { ResponseUrls } from '../workspace/response-urls.js';
import { readStaticFile } from './static-files.js';
import type { Traffic } from './traffic.js';
import type { Violations } from '../violations.js';
import type { WebApi } from '../web-api/web-api.js';

interface Faces {
  readonly clock: Clock;
  readonly webApi: WebApi;
  readonly responseUrls: ResponseUrls;
  readonly pageApi: PageApi;
  readonly files: Files;
  readonly authorizing: Authorizing;
  readonly pageDir: string | undefined;
  readonly traffic: Traffic;
  readonly violations: Violations;
}

const readBytes = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};

const readBody = async (request: IncomingMessage): Promise<string> =>
  (await readBytes(request)).toString('utf8');

const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
};

const parsedJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const contentTypeOf = (request: IncomingMessage): string => request.headers['content-type'] ?? '';

const answerApi = async (
  faces: Faces,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const body = await readBody(request);
  // Bots compare their clock with it.
  response.setHeader('date', new Date(faces.clock.now()).toUTCString());
  const done = faces.traffic.begin({
    kind: 'web-api',
    asked: method,
    contentType: contentTypeOf(request),
    body,
  });
  let closing: Closing | undefined;
  try {
    const answer = await faces.webApi.answer(method, request.headers, body);
    if (answer.kind === 'cut') response.destroy();
    if (answer.kind !== 'answer') return;
    closing = answer;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  } finally {
    done(closing);
  }
};

const answerResponseUrl = async (
  faces: Faces,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const body = await readBody(request);
  const done = faces.traffic.begin({
    kind: 'response-url',
    asked: 'response_url',
    contentType: contentTypeOf(request),
    body,
  });
  let closing: Closing | undefined;
  try {
    const { status, answer } = faces.responseUrls.post(token, parsedJson(body));
    closing = { status, body: JSON.stringify(answer) };
    sendJson(response, status, answer);
  } finally {
    done(closing);
  }
};

const answerUpload = async (
  { files, traffic }: Faces,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const bytes = await readBytes(request);
  const done = traffic.begin({
    kind: 'web-api',
    asked: 'upload',
    contentType: 'text/plain',
    body: `${bytes.length} bytes`,
  });
  let closing: Closing | undefined;
  try {
    const content = await uploadedBytes(contentTypeOf(request), bytes);
    const refusal = files.upload(token, content);
    const [status, body] = refusal === undefined ? [200, `OK - ${content.length}`] : [400, refusal];
    closing = { status, body };
    response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
  } finally {
    done(closing);
  }
};

const sendFile = (file: UploadedFile | undefined, response: ServerResponse): void => {
  if (file === undefined) {
    sendJson(response, 404, { error: 'this file is not there any more' });
    return;
  }
  response
    .writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    })
    .end(file.content);
};

const answerPage = async (
  { pageApi }: Faces,
  name: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  try {
    if (name === 'GET stream') {
      pageApi.stream(url.searchParams.get('as') ?? '', response);
      return;
    }
    if (name === 'GET file') {
      sendFile(pageApi.file(url.searchParams.get('as') ?? '', url.searchParams.get('id') ?? ''), response);
      return;
    }
    const answer =
      name === 'GET people'
        ? pageApi.people(url.searchParams.get('team') ?? '')
        : name === 'POST act'
          ? await pageApi.act(await readBody(request))
          : name === 'POST fault'
            ? pageApi.fault(await readBody(request))
            : { status: 404, body: { error: 'no such thing' } };
    sendJson(response, answer.status, answer.body);
  } catch (error) {
    const answer = PageApi.refusal(error);
    sendJson(response, answer.status, answer.body);
  }
};

const sendPage = ({ status, html, location }: BrowserAnswer, response: ServerResponse): void => {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      ...(location === undefined ? {} : { location }),
    })
    .end(html);
};

const answerAuthorize = async (
  { authorizing }: Faces,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const answer =
    request.method === 'POST'
      ? authorizing.decide(new URLSearchParams(await readBody(request)))
      : authorizing.ask(url.searchParams);
  sendPage(answer, response);
};

const answerFile = async (dir: string | undefined, path: string, response: ServerResponse): Promise<void> => {
  const file = dir === undefined ? undefined : await readStaticFile(dir, path);
  if (file === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    return;
  }
  response
    .writeHead(200, { 'content-type': file.contentType, 'cache-control': 'no-cache' })
    .end(file.content);
};

const route = async (faces: Faces, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, top, name = ''] = url.pathname.split('/');
  if (request.method === 'POST' && top === 'api') return answerApi(faces, name, request, response);
  if (request.method === 'POST' && top === 'response')
    return answerResponseUrl(faces, name, request, response);
  if (request.method === 'POST' && top === 'upload') return answerUpload(faces, name, request, response);
  if (url.pathname === '/oauth/v2/authorize') return answerAuthorize(faces, url, request, response);
  if (url.pathname === '/sandbox/install')
    return sendPage(faces.authorizing.begin(url.searchParams.get('team') ?? ''), response);
  if (top === 'sandbox') return answerPage(faces, `${request.method} ${name}`, url, request, response);
  return answerFile(faces.pageDir, url.pathname, response);
};

/** The sandbox's HTTP server: Web API, response_urls, the page and its way in. */
export const newHttpServer = (faces: Faces): Server =>
  createServer((request, response) => {
    route(faces, request, response).catch((error: unknown) => {
      faces.violations.add(`the sandbox itself failed: ${String(error)}`);
      console.error(error);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { ok: false, error: 'internal_error' });
    });
  });
