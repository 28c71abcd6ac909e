import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input, Popconfirm, Segmented, Select, Space } from 'antd';
import { useFormat } from '../../ui/format/useFormat';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Failure } from '../../ui/states/Failure';
import administration from '../administration/administration.module.css';
import { EditDrawer } from '../administration/EditDrawer';
import { UnitSelect } from '../administration/UnitSelect';
import { usePermission } from '../session/session';
import { readOperator, useEndSessions, useOpenSessions, useRoles, useSaveOperator, type Operator } from './operators';
import styles from './operators.module.css';
import { texts } from './texts';

interface OperatorDrawerProps {
  /** Null for somebody new. */
  readonly staffNumber: string | null;
  readonly onClosed: () => void;
  readonly onCreated: (operator: Operator) => void;
  readonly onReset: (operator: Operator) => void;
}

const nobody: Operator = { staffNumber: '', name: '', roles: [], organisation: null, state: 'active' };

export function OperatorDrawer({ staffNumber, onClosed, onCreated, onReset }: OperatorDrawerProps) {
  const t = useTexts(texts);
  const name = useName();
  const { message } = App.useApp();
  const mayChange = usePermission()('operators:write');
  const roles = useRoles();
  const save = useSaveOperator();
  const read = useQuery({
    queryKey: ['operator', staffNumber],
    queryFn: () => (staffNumber === null ? { value: nobody, version: null } : readOperator(staffNumber)),
    staleTime: 0,
    gcTime: 0,
  });
  if (read.data === undefined) {
    return read.isError ? <Failure error={read.error} /> : null;
  }

  const { value: known, version } = read.data;
  return (
    <EditDrawer<Operator>
      title={staffNumber === null ? t('new') : t('edit', { name: `${known.name} ${known.staffNumber}` })}
      initial={known}
      mayChange={mayChange}
      onClosed={onClosed}
      onSave={async (values) => {
        const operator = { ...known, ...values, staffNumber: values.staffNumber.trim(), organisation: values.organisation ?? null };
        await save(operator, version);
        if (staffNumber === null) {
          onCreated(operator);
        } else {
          void message.success(t('saved', { name: operator.name }));
        }
      }}
      below={
        staffNumber !== null && (
          <>
            {mayChange && (
              <section>
                <h2 className={administration.part}>{t('password')}</h2>
                <Space orientation="vertical">
                  <p className={administration.faint}>{t('passwordDetail')}</p>
                  <Button
                    onClick={() => {
                      onReset(known);
                    }}
                  >
                    {t('resetPassword')}
                  </Button>
                </Space>
              </section>
            )}
            <Sessions staffNumber={staffNumber} mayChange={mayChange} />
          </>
        )
      }
    >
      <Form.Item name="staffNumber" label={t('staffNumber')} rules={[{ required: true, pattern: /^\s*[\w.-]{1,64}\s*$/, message: t('staffNumberRule') }]}>
        <Input disabled={staffNumber !== null} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true, message: t('missing') }]}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="roles" label={t('roles')} extra={t('rolesRule')} rules={[{ required: true, type: 'array', min: 1, message: t('missing') }]}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          loading={roles.isPending}
          options={roles.data?.map((role) => ({ value: role.id, label: name(role.name) })) ?? []}
        />
      </Form.Item>
      <Form.Item name="organisation" label={t('unit')} extra={t('unitRule')} required={false}>
        <UnitSelect />
      </Form.Item>
      <Form.Item name="state" label={t('state')} required>
        <Segmented options={(['active', 'suspended'] as const).map((value) => ({ value, label: t(`state.${value}`) }))} aria-label={t('state')} />
      </Form.Item>
    </EditDrawer>
  );
}

function Sessions({ staffNumber, mayChange }: { readonly staffNumber: string; readonly mayChange: boolean }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { message } = App.useApp();
  const sessions = useOpenSessions(staffNumber);
  const end = useEndSessions(staffNumber);
  return (
    <section>
      <h2 className={administration.part}>{t('sessions')}</h2>
      <Failure error={end.error} />
      <Answered query={sessions} rows={1}>
        {(items) =>
          items.length === 0 ? (
            <p className={administration.faint}>{t('noSessions')}</p>
          ) : (
            <>
              <ul className={styles.sessions}>
                {items.map((session) => (
                  <li key={session.startedAt} className={styles.session}>
                    <strong>{t(`method.${session.method}`)}</strong>
                    <span>{t('since', { time: format.dateTime(session.startedAt) })}</span>
                    <span className={administration.faint}>{t('seen', { time: format.dateTime(session.seenAt) })}</span>
                  </li>
                ))}
              </ul>
              {mayChange && (
                <Popconfirm
                  title={t('endSessions')}
                  okText={t('endSessions')}
                  onConfirm={() => {
                    end.mutate(undefined, { onSuccess: () => void message.success(t('ended')) });
                  }}
                >
                  <Button danger loading={end.isPending}>
                    {t('endSessions')}
                  </Button>
                </Popconfirm>
              )}
            </>
          )
        }
      </Answered>
    </section>
  );
}
