import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { useProblemFields } from '../../ui/states/useProblemFields';
import { useSaveTargetList } from './audiences';
import { texts } from './texts';

interface NewList {
  readonly id: string;
  readonly name: string;
}

/** Keeps the customers of this moment under a name. */
export function SaveButton({ expression, isRight }: { readonly expression: string; readonly isRight: boolean }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { message } = App.useApp();
  const [isOpen, setOpen] = useState(false);
  const [form] = Form.useForm<NewList>();
  const { place, shown } = useProblemFields(form);
  const save = useSaveTargetList();
  return (
    <>
      <Button
        disabled={!isRight}
        onClick={() => {
          save.reset();
          form.resetFields();
          setOpen(true);
        }}
      >
        {t('save')}
      </Button>
      <Modal
        title={t('save')}
        open={isOpen}
        okText={t('keep')}
        confirmLoading={save.isPending}
        onOk={form.submit}
        onCancel={() => {
          setOpen(false);
        }}
      >
        <p>{t('saveDetail')}</p>
        <br />
        <Failure error={save.error} shown={shown} />
        <Form<NewList>
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={(list) => {
            save.mutate(
              { ...list, expression },
              {
                onError: place,
                onSuccess: (kept) => {
                  setOpen(false);
                  void message.success(t('saved', { name: kept.name, count: format.number(kept.count) }));
                },
              },
            );
          }}
        >
          <Form.Item name="name" label={t('listName')} rules={[{ required: true, whitespace: true, message: t('missingField') }]}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="id" label={t('listId')} extra={t('listIdRule')} rules={[{ required: true, pattern: /^[\w.-]{1,64}$/, message: t('listIdRule') }]}>
            <Input maxLength={64} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
