import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { useProblemFields } from '../../ui/states/useProblemFields';
import { useSaveAudience, useSavedAudiences } from './saved';
import { texts } from './saved.texts';

interface Saved {
  readonly id: string;
  readonly name: string;
  readonly note: string;
}

/** Keeps the condition under a name; under one that is there it is the next version. */
export function SaveAudienceButton({ expression, isRight }: { readonly expression: string; readonly isRight: boolean }) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const [isOpen, setOpen] = useState(false);
  const [form] = Form.useForm<Saved>();
  const { place, shown } = useProblemFields(form);
  const saved = useSavedAudiences();
  const save = useSaveAudience();
  return (
    <>
      <Button
        type="primary"
        disabled={!isRight}
        onClick={() => {
          save.reset();
          setOpen(true);
        }}
      >
        {t('save')}
      </Button>
      <Modal
        title={t('save')}
        open={isOpen}
        destroyOnHidden
        okText={t('ok')}
        confirmLoading={save.isPending}
        onOk={form.submit}
        onCancel={() => {
          setOpen(false);
        }}
      >
        <p>{t('saveDetail')}</p>
        <br />
        <Failure error={save.error} shown={shown} />
        <Form<Saved>
          form={form}
          preserve={false}
          layout="vertical"
          requiredMark={false}
          initialValues={{ id: '', name: '', note: '' }}
          onFinish={(values) => {
            save.mutate(
              { ...values, expression, isNew: saved.data?.items.every((audience) => audience.id !== values.id) ?? true },
              {
                onError: place,
                onSuccess: (kept) => {
                  setOpen(false);
                  void message.success(t('saved', { name: kept.name, version: kept.version ?? 1 }));
                },
              },
            );
          }}
        >
          <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true, message: t('missing') }]}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="id" label={t('id')} extra={t('idRule')} rules={[{ required: true, pattern: /^[\w.-]{1,64}$/, message: t('idRule') }]}>
            <Input maxLength={64} />
          </Form.Item>
          <Form.Item name="note" label={t('note')}>
            <Input maxLength={500} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
