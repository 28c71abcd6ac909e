import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useEffect } from 'react';
import { Brand } from '../../ui/layout/Brand';
import { LanguageSwitch } from '../../ui/language/LanguageSwitch';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { useProblemFields } from '../../ui/states/useProblemFields';
import { useSessionActions } from './session';
import styles from './session.module.css';
import { texts } from './texts';

interface Change {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/** Before anything else, for whoever has a password that somebody else chose. */
export function PasswordPage() {
  const t = useTexts(texts);
  const { changePassword, signOut } = useSessionActions();
  const [form] = Form.useForm<Change & { readonly repeated: string }>();
  const { place, shown } = useProblemFields(form);
  const change = useMutation({ mutationFn: ({ currentPassword, newPassword }: Change) => changePassword(currentPassword, newPassword), onError: place });
  useEffect(() => {
    document.title = `${t('changeTitle')} · Octant`;
  }, [t]);
  return (
    <main className={styles.alone}>
      <div className={styles.language}>
        <LanguageSwitch />
      </div>
      <div className={styles.card}>
        <Brand dark />
        <h1>{t('changeTitle')}</h1>
        <p className={styles.reason}>{t('changeReason')}</p>
        <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={change.mutate}>
          <div className={styles.failure}>
            <Failure error={change.error} shown={shown} />
          </div>
          <Form.Item name="currentPassword" label={t('currentPassword')} rules={[{ required: true, message: t('passwordMissing') }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          <Form.Item name="newPassword" label={t('newPassword')} extra={t('newPasswordRule')} rules={[{ required: true, message: t('passwordMissing') }]}>
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          <Form.Item
            name="repeated"
            label={t('repeatPassword')}
            dependencies={['newPassword']}
            rules={[
              { required: true, message: t('passwordMissing') },
              ({ getFieldValue }) => ({
                validator: (_, value) => (value === getFieldValue('newPassword') ? Promise.resolve() : Promise.reject(new Error(t('notTheSame')))),
              }),
            ]}
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={change.isPending}>
            {t('changePassword')}
          </Button>
        </Form>
        <Button
          type="link"
          className={styles.other ?? ''}
          onClick={() => {
            void signOut();
          }}
        >
          {t('signOut')}
        </Button>
      </div>
    </main>
  );
}
