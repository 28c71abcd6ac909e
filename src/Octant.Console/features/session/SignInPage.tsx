import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Divider, Form, Input } from 'antd';
import { useEffect } from 'react';
import { isPresent } from '../../api/present';
import { ProblemError } from '../../api/problem';
import { Brand } from '../../ui/layout/Brand';
import { LanguageSwitch } from '../../ui/language/LanguageSwitch';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { useSessionActions, useSignInMethods } from './session';
import styles from './session.module.css';
import { texts } from './texts';

interface Credentials {
  readonly staffNumber: string;
  readonly password: string;
}

export function SignInPage() {
  const t = useTexts(texts);
  const { signIn } = useSessionActions();
  const attempt = useMutation({
    mutationFn: ({ staffNumber, password }: Credentials) => signIn(staffNumber.trim(), password),
  });
  useEffect(() => {
    document.title = `${t('signInTitle')} · Octant`;
  }, [t]);
  return (
    <div className={styles.entry}>
      <header className={styles.promise}>
        <Brand />
        <p className={styles.promiseTitle}>{t('promise')}</p>
        <p className={styles.promiseDetail}>{t('promiseDetail')}</p>
        <Horizon />
      </header>
      <main className={styles.door}>
        <div className={styles.language}>
          <LanguageSwitch />
        </div>
        <div className={styles.form}>
          <h1>{t('signInTitle')}</h1>
          <Form<Credentials> layout="vertical" size="large" requiredMark={false} onFinish={attempt.mutate}>
            <SignInFailure error={attempt.error} />
            {attempt.error === null && <ProviderProblem />}
            <Form.Item name="staffNumber" label={t('staffNumber')} rules={[{ required: true, whitespace: true, message: t('staffNumberMissing') }]}>
              <Input autoComplete="username" autoCapitalize="none" spellCheck={false} />
            </Form.Item>
            <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('passwordMissing') }]}>
              <Input.Password autoComplete="current-password" />
            </Form.Item>
            <Button type="primary" htmlType="submit" block loading={attempt.isPending}>
              {t('signIn')}
            </Button>
          </Form>
          <ByProvider />
        </div>
      </main>
    </div>
  );
}

function SignInFailure({ error }: { readonly error: Error | null }) {
  const t = useTexts(texts);
  if (error instanceof ProblemError && error.status === 401) {
    return <Alert className={styles.failure ?? ''} type="error" showIcon role="alert" title={t('wrong')} />;
  }

  if (error instanceof ProblemError && error.status === 429 && error.retryAfter !== null) {
    return <Alert className={styles.failure ?? ''} type="warning" showIcon role="alert" title={t('locked', { minutes: Math.ceil(error.retryAfter / 60) })} />;
  }

  return error === null ? null : (
    <div className={styles.failure}>
      <Failure error={error} />
    </div>
  );
}

/** The operator's own identity provider, where one is set. */
function ByProvider() {
  const t = useTexts(texts);
  const provider = useSignInMethods().data?.identityProvider;
  const returnTo = globalThis.location.pathname;
  return isPresent(provider) && (
    <>
      <Divider plain>{t('or')}</Divider>
      <Button block size="large" href={`${provider.address}?${new URLSearchParams({ returnTo }).toString()}`}>
        {t('withProvider', { name: provider.name })}
      </Button>
    </>
  );
}

const problems = ['expired', 'refused', 'provider', 'unknown-operator'] as const;

/** Why the way back from the identity provider did not sign anybody in. */
function ProviderProblem() {
  const t = useTexts(texts);
  const told = new URLSearchParams(globalThis.location.search).get('signInProblem');
  const problem = problems.find((known) => known === told);
  return problem === undefined ? null : <Alert className={styles.failure ?? ''} type="error" showIcon role="alert" title={t(`problem.${problem}`)} />;
}

/** The instrument the product is named after, measuring a star over a horizon. */
function Horizon() {
  return (
    <svg className={styles.horizon} viewBox="0 0 480 320" aria-hidden>
      <g fill="none" strokeLinecap="round">
        {[200, 240, 284, 332].map((radius, ring) => (
          <circle key={radius} cx="240" cy="320" r={radius} stroke="#5fb3ff" strokeOpacity={0.5 - ring * 0.13} strokeWidth="1.5" />
        ))}
        {Array.from({ length: 19 }, (_, mark) => {
          const angle = Math.PI * (0.07 + (mark * 0.86) / 18);
          const [outer, inner] = [200, mark % 3 === 0 ? 178 : 188];
          return (
            <line
              key={mark}
              x1={240 - Math.cos(angle) * outer}
              y1={320 - Math.sin(angle) * outer}
              x2={240 - Math.cos(angle) * inner}
              y2={320 - Math.sin(angle) * inner}
              stroke="#9fd0ff"
              strokeOpacity="0.7"
              strokeWidth="2"
            />
          );
        })}
        <path d="M240 318 360 96" stroke="#ffb84d" strokeWidth="3" />
      </g>
      <circle cx="364" cy="88" r="7" fill="#ffb84d" />
      <circle cx="364" cy="88" r="16" fill="none" stroke="#ffb84d" strokeOpacity="0.4" strokeWidth="2" />
    </svg>
  );
}
