import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Buildah, run } from './buildah.js';

/** What Node's binary needs beside Debian's smallest set of packages. */
const LIBRARIES = ['ca-certificates', 'libstdc++6', 'libatomic1'];

/**
 * Makes an image of Debian with Node and npm where there is no registry of images to take one from: of Debian's packages,
 * from where this machine takes them, of Node's binary as a package of npm, and of this machine's own npm.
 */
export async function debianWithNode(buildah: Buildah, nodeVersion: string, tag: string): Promise<void> {
  const folder = join(buildah.directory, 'debian');
  const { mirror, release } = await debian();
  await run('debootstrap', '--variant=minbase', `--include=${LIBRARIES.join(',')}`, release, folder, mirror);
  // Each step of the build copies all that is there.
  for (const unread of ['usr/share/doc', 'usr/share/locale', 'var/cache/apt', 'var/lib/apt/lists']) {
    await rm(join(folder, unread), { recursive: true });
  }
  await addNode(folder, nodeVersion);
  await addNpm(folder);
  await buildah.imageOf(folder, tag);
}

/** The Debian that this machine runs, and from where it takes its packages. */
async function debian(): Promise<{ mirror: string; release: string }> {
  const [, release = ''] = /^VERSION_CODENAME=(.+)$/m.exec(await readFile('/etc/os-release', 'utf8')) ?? [];
  const sources = await run(
    'apt-get',
    'indextargets',
    '--format',
    '$(SITE) $(RELEASE)',
    'Created-By: Packages',
  );
  const [mirror] = sources
    .split('\n')
    .filter((line) => line.endsWith(` ${release}`))
    .map((line) => line.split(' ')[0]);
  if (mirror === undefined) throw new Error(`apt has no source of ${release}: ${sources}`);
  return { mirror, release };
}

async function addNode(folder: string, version: string): Promise<void> {
  const name = `node-linux-${process.arch}`;
  const [packed] = (
    await run('npm', 'pack', '--silent', '--pack-destination', join(folder, 'tmp'), `${name}@${version}`)
  )
    .split('\n')
    .slice(-1);
  const archive = join(folder, 'tmp', packed ?? '');
  await run(
    'tar',
    '-xzf',
    archive,
    '-C',
    join(folder, 'usr/local'),
    '--strip-components=1',
    'package/bin/node',
  );
  await rm(archive);
}

/** With the registry and the certificates of this machine, which the build inside reaches as the tests do outside. */
async function addNpm(folder: string): Promise<void> {
  const place = join(folder, 'usr/local');
  await mkdir(join(place, 'lib/node_modules'), { recursive: true });
  await cp(join(await run('npm', 'root', '--global'), 'npm'), join(place, 'lib/node_modules/npm'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(place, 'bin/npm'));
  const certificates = process.env['NODE_EXTRA_CA_CERTS'];
  if (certificates !== undefined) await cp(certificates, join(place, 'etc/certificates.pem'));
  await writeFile(
    join(place, 'etc/npmrc'),
    [
      `registry=${await run('npm', 'config', 'get', 'registry')}`,
      ...(certificates === undefined ? [] : ['cafile=/usr/local/etc/certificates.pem']),
    ].join('\n'),
  );
}
