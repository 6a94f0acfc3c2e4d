// Talks to the stack's application through its proxy, as a browser would: verified TLS, Basic credentials.

import { request } from 'node:https';

/** What the application answered. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Sends a request to https://localhost:8443; `file` is posted as the form field `recording`. */
export function askThroughProxy(
  path: string,
  options: {
    readonly ca: string;
    readonly auth: string;
    readonly file?: { readonly name: string; readonly bytes: Buffer };
  },
): Promise<Answer> {
  const boundary = 'smoke-test-boundary';
  const { file } = options;
  const body =
    file &&
    Buffer.concat([
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="recording"; filename="${file.name}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
      ),
      file.bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: 'localhost',
        port: 8443,
        path,
        method: file ? 'POST' : 'GET',
        ca: options.ca,
        auth: options.auth,
        headers: body
          ? { 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': body.length }
          : {},
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
