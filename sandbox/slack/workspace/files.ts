import type { SharedFile } from './channels.js';
import type { Clock } from '../clock.js';

interface Upload {
  readonly id: string;
  readonly name: string;
  /** Bytes, as the bot announced them. */
  readonly length: number;
  content: Buffer | undefined;
  share: { readonly title: string; readonly channelId: string } | undefined;
}

/** A file that the bot has shared, for tests to read. */
export interface UploadedFile extends SharedFile {
  readonly channelId: string;
  readonly content: string;
}

/** The bytes of an upload: the whole body, or the first file of a form. */
export const uploadedBytes = async (contentType: string, body: Buffer): Promise<Buffer> => {
  if (!contentType.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  for (const value of form.values()) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer());
  }
  return Buffer.alloc(0);
};

/** Slack's way of uploading in three steps: ask for an address, post the bytes there, complete. */
export class Files {
  readonly #clock: Clock;
  readonly #uploads = new Map<string, Upload>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The file's id, which is also the end of its upload address. */
  reserve(name: string, length: number): string {
    const id = this.#clock.id('F');
    this.#uploads.set(id, { id, name, length, content: undefined, share: undefined });
    return id;
  }

  /** Why the bytes are refused, if they are. */
  upload(id: string, content: Buffer): string | undefined {
    const upload = this.#uploads.get(id);
    if (upload === undefined || upload.share !== undefined) return 'no such upload';
    if (content.length !== upload.length) return `${upload.length} bytes were announced`;
    upload.content = content;
    return undefined;
  }

  /** Whether its bytes have come and it was not shared yet. */
  isReady(id: string): boolean {
    const upload = this.#uploads.get(id);
    return upload?.content !== undefined && upload.share === undefined;
  }

  /** Only for what `isReady`. */
  share(id: string, title: string | undefined, channelId: string): SharedFile {
    const upload = this.#uploads.get(id);
    if (upload === undefined) throw new Error(`there is no file ${id}`);
    upload.share = { title: title ?? upload.name, channelId };
    return { id, name: upload.name, title: upload.share.title, size: upload.length };
  }

  shared(): readonly UploadedFile[] {
    return [...this.#uploads.values()].flatMap(({ id, name, length, content, share }) =>
      share === undefined || content === undefined
        ? []
        : [{ id, name, size: length, ...share, content: content.toString('utf8') }],
    );
  }
}
