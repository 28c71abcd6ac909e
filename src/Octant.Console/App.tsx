import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router';
import { useState } from 'react';
import { ProblemError } from './api/problem';
import { createConsoleRouter } from './features/router';
import { sessionKey } from './features/session/session';
import { SessionProvider } from './features/session/SessionProvider';
import { LanguageProvider } from './ui/language/LanguageProvider';
import { ThemeProvider } from './ui/ThemeProvider';

/** What the server refuses will be refused again; only what it had no time for, or the network, is worth another try. */
function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < 2 && (!(error instanceof ProblemError) || error.status === 429 || error.status === 503);
}

/** Whatever finds out first that the session is over, the sign-in page follows. */
function createQueries(): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof ProblemError && error.status === 401) {
      queries.setQueryData(sessionKey, null);
    }
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 5_000 }, mutations: { retry: false } },
  });
  return queries;
}

export function App() {
  const [queries] = useState(createQueries);
  const [router] = useState(createConsoleRouter);
  return (
    <LanguageProvider>
      <ThemeProvider>
        <QueryClientProvider client={queries}>
          <SessionProvider>
            <RouterProvider router={router} />
          </SessionProvider>
        </QueryClientProvider>
      </ThemeProvider>
    </LanguageProvider>
  );
}
