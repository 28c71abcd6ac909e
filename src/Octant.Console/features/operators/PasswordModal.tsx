import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, Modal, Typography } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { useProblemFields } from '../../ui/states/useProblemFields';
import { newPassword, useSetPassword, type Operator } from './operators';
import styles from './operators.module.css';
import { texts } from './texts';

interface Setting {
  readonly password: string;
  readonly mustChange: boolean;
}

/** Gives a password that was drawn or typed, and shows it this once. */
export function PasswordModal({ operator, onClosed }: { readonly operator: Operator; readonly onClosed: () => void }) {
  const t = useTexts(texts);
  const [isOpen, setOpen] = useState(true);
  const [form] = Form.useForm<Setting>();
  const [initial] = useState(() => ({ password: newPassword(), mustChange: true }));
  const { place, shown } = useProblemFields(form);
  const setPassword = useSetPassword(operator.staffNumber);
  const give = useMutation({ mutationFn: ({ password, mustChange }: Setting) => setPassword(password, mustChange) });
  const close = () => {
    setOpen(false);
  };
  const given = give.isSuccess ? give.variables.password : null;
  return (
    <Modal
      title={given === null ? t('resetFor', { name: operator.name }) : t('given', { name: operator.name })}
      open={isOpen}
      okText={given === null ? t('give') : t('done')}
      okButtonProps={{ disabled: give.isPending }}
      onOk={given === null ? form.submit : close}
      onCancel={close}
      afterClose={onClosed}
      {...(given === null ? {} : { cancelButtonProps: { hidden: true } })}
    >
      {given === null ? (
        <>
          <Failure error={give.error} shown={shown} />
          <Form<Setting>
            form={form}
            layout="vertical"
            requiredMark={false}
            initialValues={initial}
            onFinish={(setting) => {
              give.mutate(setting, { onError: place });
            }}
          >
            <Form.Item name="password" label={t('newPassword')} extra={t('passwordRule')} rules={[{ required: true, min: 10, message: t('passwordRule') }]}>
              <Input autoComplete="new-password" spellCheck={false} />
            </Form.Item>
            <Button
              onClick={() => {
                form.setFieldValue('password', newPassword());
              }}
            >
              {t('generate')}
            </Button>
            <Form.Item name="mustChange" valuePropName="checked">
              <Checkbox>{t('mustChange')}</Checkbox>
            </Form.Item>
          </Form>
        </>
      ) : (
        <>
          <p>{t('givenDetail')}</p>
          <Typography.Paragraph className={styles.secret ?? ''} copyable>
            {given}
          </Typography.Paragraph>
        </>
      )}
    </Modal>
  );
}
