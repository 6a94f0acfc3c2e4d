// What a server answered, as data, and as the error that it means. Pure.

import { textOf } from './xml.ts';

/** One whole answer. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Names of the headers as they were sent. */
  readonly rawNames?: readonly string[];
  /** Whether it began with 200 and turned out to be an error. */
  readonly isLate?: boolean;
}

/** The body as text. */
export function bodyText({ body }: Answer): string {
  return body.toString('utf8');
}

/** The server's code of an error, such as NoSuchKey; empty where it gave none. */
export function codeOf(answer: Answer): string {
  return answer.status < 300 ? '' : (textOf(bodyText(answer), 'Code') ?? '');
}

/** A refusal, in the shape in which the SDK throws it, so that explainS3Error can read it. */
export class Refusal extends Error {
  readonly answer: Answer;
  readonly Code: string;
  readonly Region: string | undefined;
  readonly isLate: boolean;
  readonly $metadata: { readonly httpStatusCode: number };
  readonly $response: { readonly statusCode: number; readonly headers: Readonly<Record<string, string>> };

  constructor(answer: Answer) {
    const xml = bodyText(answer);
    super(textOf(xml, 'Message') ?? '');
    const code = codeOf(answer);
    this.name = code === '' && answer.status === 404 ? 'NotFound' : code || 'UnknownError';
    this.answer = answer;
    this.Code = this.name;
    this.Region = textOf(xml, 'Region') || undefined;
    this.isLate = answer.isLate === true;
    this.$metadata = { httpStatusCode: answer.status };
    this.$response = { statusCode: answer.status, headers: answer.headers };
  }
}

/** The answer, or its refusal thrown. */
export function accepted(answer: Answer): Answer {
  // CopyObject and CompleteMultipartUpload may begin with 200 and end in an error.
  const isLateError = answer.status === 200 && /^\s*(<\?xml[^>]*\?>)?\s*<Error[\s>]/.test(bodyText(answer));
  if (answer.status >= 200 && answer.status < 300 && !isLateError) return answer;
  throw new Refusal(isLateError ? { ...answer, status: 500, isLate: true } : answer);
}
