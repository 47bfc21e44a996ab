import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';

import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { makeCertificate } from '../testing.ts';
import { followTlsFiles, readTlsFiles } from './tls-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-tls-'));
const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };

beforeAll(async () => {
  await Promise.all([makeCertificate(folder, 'first'), makeCertificate(folder, 'second')]);
  install('first');
});

afterAll(() => rmSync(folder, { recursive: true }));

function install(name: string): void {
  copyFileSync(join(folder, `${name}.key`), files.keyFile);
  copyFileSync(join(folder, `${name}.crt`), files.certFile);
}

/** The subject of the certificate that a new connection is shown. */
function askSubject(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(new X509Certificate(socket.getPeerCertificate().raw).subject);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

describe('TLS files', () => {
  it('are followed: a renewed certificate is shown without a restart, a broken one is not taken', async () => {
    const lines: string[] = [];
    const server = createServer(readTlsFiles(files)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    followTlsFiles(server, files, (line) => lines.push(line));
    const { port } = server.address() as AddressInfo;
    expect(await askSubject(port)).toBe('CN=first');

    writeFileSync(files.certFile, 'no certificate');
    await expect.poll(() => lines.join(), { timeout: 10_000 }).toContain('stays as it was');
    expect(await askSubject(port)).toBe('CN=first');

    install('second');
    await expect.poll(() => askSubject(port), { timeout: 10_000 }).toBe('CN=second');
    expect(lines.join()).not.toContain('PRIVATE KEY');
    server.close();
  });

  it('are refused by name when they do not fit together', () => {
    copyFileSync(join(folder, 'first.key'), files.keyFile);
    copyFileSync(join(folder, 'second.crt'), files.certFile);
    expect(() => readTlsFiles(files)).toThrow(/TLS_CERT_FILE=.*TLS_KEY_FILE=.*/);
    expect(() => readTlsFiles({ ...files, certFile: join(folder, 'none.pem') })).toThrow(/ENOENT/);
  });
});
