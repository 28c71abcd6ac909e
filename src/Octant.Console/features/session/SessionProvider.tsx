import { useEffect, type ReactNode } from 'react';
import { useLanguage } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { Loading } from '../../ui/states/Loading';
import { ZoneProvider } from '../../ui/zone/ZoneProvider';
import { PasswordPage } from './PasswordPage';
import { SessionContext, useSessionQuery } from './session';
import { SignInPage } from './SignInPage';
import styles from './session.module.css';

/** Shows the console to those who are signed in, and to everybody else the way in. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const query = useSessionQuery();
  const session = query.data;
  const { choose } = useLanguage();
  const preferred = session?.language ?? null;
  useEffect(() => {
    if (preferred !== null) {
      choose(preferred);
    }
  }, [preferred, choose]);

  if (session === undefined) {
    return (
      <main className={styles.waiting}>
        {query.isError ? (
          <Failure
            error={query.error}
            onRetry={() => {
              void query.refetch();
            }}
          />
        ) : (
          <Loading />
        )}
      </main>
    );
  }

  if (session === null) {
    return <SignInPage />;
  }

  return session.mustChangePassword ? (
    <PasswordPage />
  ) : (
    <SessionContext value={session}>
      <ZoneProvider name={session.zone}>{children}</ZoneProvider>
    </SessionContext>
  );
}
