import type { components } from './schema';

export type ProblemDocument = components['schemas']['ProblemDocument'];
export type FieldError = NonNullable<ProblemDocument['errors']>[number];

/** What the API answered instead of what was asked for (RFC 9457), with the wrong fields by name. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly status: number,
    readonly detail: string,
    readonly errors: readonly FieldError[] = [],
    readonly retryAfter: number | null = null,
  ) {
    super(detail);
  }

  static of(document: unknown, response: Response): ProblemError {
    const problem = typeof document === 'object' && document !== null ? (document as Partial<ProblemDocument>) : {};
    const retryAfter = Number(response.headers.get('Retry-After') ?? Number.NaN);
    return new ProblemError(
      response.status,
      problem.detail ?? response.statusText,
      problem.errors ?? [],
      Number.isFinite(retryAfter) ? retryAfter : null,
    );
  }

  /** The same of a document that is a part of what a form shows. */
  under(member: string): ProblemError {
    return new ProblemError(this.status, this.detail, this.errors.map((error) => ({ ...error, field: `${member}.${error.field}` })), this.retryAfter);
  }
}

/** The place in a form of a field that the API names, such as `offers[2].offering`. */
export function pathOf(field: string): (string | number)[] {
  return field === '$' ? [] : [...field.matchAll(/[^.[\]]+/g)].map(([part]) => (/^\d+$/.test(part) ? Number(part) : part));
}
