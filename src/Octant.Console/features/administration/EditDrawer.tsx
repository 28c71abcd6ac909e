import { useMutation } from '@tanstack/react-query';
import { Button, Drawer, Form, Space, type FormInstance } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { useProblemFields } from '../../ui/states/useProblemFields';
import { texts } from './texts';

interface EditDrawerProps<Values extends object> {
  readonly title: string;
  readonly initial: Values;
  /** Settles when it is stored; what it throws is shown at its fields. */
  readonly onSave: (values: Values) => Promise<unknown>;
  /** After it is out of sight. */
  readonly onClosed: () => void;
  /** False: it is only looked at. */
  readonly mayChange?: boolean;
  readonly children: ReactNode | ((form: FormInstance<Values>) => ReactNode);
  /** Below the form, and not part of it. */
  readonly below?: ReactNode;
}

/** One thing, edited beside the list it stands in. */
export function EditDrawer<Values extends object>({ title, initial, onSave, onClosed, mayChange = true, children, below }: EditDrawerProps<Values>) {
  const t = useTexts(texts);
  const [isOpen, setOpen] = useState(true);
  const [form] = Form.useForm<Values>();
  const { place, shown } = useProblemFields(form);
  const save = useMutation({ mutationFn: onSave });
  const close = () => {
    setOpen(false);
  };
  return (
    <Drawer
      title={title}
      open={isOpen}
      size={560}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      onClose={close}
      afterOpenChange={(isNowOpen) => {
        if (!isNowOpen) {
          onClosed();
        }
      }}
      footer={
        mayChange && (
          <Space>
            <Button type="primary" loading={save.isPending} onClick={form.submit}>
              {t('save')}
            </Button>
            <Button onClick={close}>{t('cancel')}</Button>
          </Space>
        )
      }
    >
      <Failure error={save.error} shown={shown} />
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark="optional"
        disabled={!mayChange}
        initialValues={initial}
        onFinish={(values) => {
          save.mutate(values, { onError: place, onSuccess: close });
        }}
      >
        {typeof children === 'function' ? children(form) : children}
        {/* Enter in a field stores, as the button does. */}
        <button type="submit" hidden />
      </Form>
      {below}
    </Drawer>
  );
}
