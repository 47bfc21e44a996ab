import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Server } from 'node:https';
import { createSecureContext } from 'node:tls';

/** Asked for, not listened for: renewed certificates arrive through links and mounts that send no events. */
const POLL_INTERVAL_MS = 2000;

/** A certificate chain and its private key, as PEM files. */
export interface TlsFiles {
  certFile: string;
  keyFile: string;
}

/** What the files hold. @throws Error that names them when they cannot be read or do not fit together */
export function readTlsFiles({ certFile, keyFile }: TlsFiles): { cert: Buffer; key: Buffer } {
  try {
    const pair = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
    createSecureContext(pair);
    return pair;
  } catch (error) {
    throw new Error(
      `TLS_CERT_FILE=${certFile} and TLS_KEY_FILE=${keyFile} are no certificate and its key in PEM form: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

/**
 * Lets a server take on renewed files, for new connections, until it is closed. While they do not fit together, the
 * former ones stay in use.
 */
export function followTlsFiles(server: Server, files: TlsFiles, report: (line: string) => void): void {
  const reload = () => {
    try {
      server.setSecureContext(readTlsFiles(files));
      report('The TLS certificate was renewed.');
    } catch (error) {
      report(`The TLS certificate stays as it was: ${(error as Error).message}`);
    }
  };
  const paths = [files.certFile, files.keyFile];
  for (const path of paths) watchFile(path, { interval: POLL_INTERVAL_MS, persistent: false }, reload);
  server.on('close', () => {
    for (const path of paths) unwatchFile(path, reload);
  });
}
