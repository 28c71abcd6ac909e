import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure } from './Failure';
import { Loading } from './Loading';

interface AnsweredProps<T> {
  readonly query: UseQueryResult<T>;
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}

/** Shows what a query answered; until then that it is loading; and when it failed, why, with another try. */
export function Answered<T>({ query, rows, children }: AnsweredProps<T>) {
  if (query.data !== undefined) {
    return children(query.data);
  }

  return query.isError ? (
    <Failure
      error={query.error}
      onRetry={() => {
        void query.refetch();
      }}
    />
  ) : (
    <Loading {...(rows === undefined ? {} : { rows })} />
  );
}
