import { useMutation } from '@tanstack/react-query';
import { Alert, App, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useFormat } from '../../ui/format/useFormat';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { UnitSelect } from '../administration/UnitSelect';
import type { UnitNode } from '../administration/units';
import { useMoveUnit } from './organisation';
import { texts } from './texts';

interface Goal {
  readonly below: string | null;
  readonly code: string;
}

/** Moves a unit with everything that belongs to it, and says before where that will be. */
export function MoveModal({ unit, onClosed }: { readonly unit: UnitNode; readonly onClosed: () => void }) {
  const t = useTexts(texts);
  const name = useName();
  const format = useFormat();
  const { message } = App.useApp();
  const [isOpen, setOpen] = useState(true);
  const [form] = Form.useForm<Goal>();
  // Undefined until the form is there.
  const below = Form.useWatch<string | null | undefined>('below', form);
  const code = Form.useWatch<string | undefined>('code', form);
  const to = [below, code?.trim()].filter(Boolean).join('/');
  const move = useMoveUnit();
  const moving = useMutation({ mutationFn: () => move(unit.path, to) });
  return (
    <Modal
      title={t('moveTitle', { name: name(unit.name) })}
      open={isOpen}
      okText={t('move')}
      okButtonProps={{ disabled: to === '' || to === unit.path }}
      confirmLoading={moving.isPending}
      onOk={form.submit}
      onCancel={() => {
        setOpen(false);
      }}
      afterClose={onClosed}
    >
      <Failure error={moving.error} />
      <Form<Goal>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ below: unit.parent, code: unit.code }}
        onFinish={() => {
          moving.mutate(undefined, {
            onSuccess: (moved) => {
              setOpen(false);
              void message.success(t('moved', { units: format.number(moved.units), members: format.number(moved.members) }));
            },
          });
        }}
      >
        <Form.Item name="below" label={t('moveTo')}>
          <UnitSelect placeholder={t('moveToTop')} />
        </Form.Item>
        <Form.Item name="code" label={t('moveCode')} rules={[{ required: true, pattern: /^\s*[\w.-]{1,64}\s*$/, message: t('codeRule') }]}>
          <Input />
        </Form.Item>
      </Form>
      <Alert type="info" title={t('moveResult', { path: to })} description={t('moveCustomers')} />
    </Modal>
  );
}
