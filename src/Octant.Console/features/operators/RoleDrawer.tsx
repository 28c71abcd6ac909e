import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input, Popconfirm } from 'antd';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import administration from '../administration/administration.module.css';
import { EditDrawer } from '../administration/EditDrawer';
import { usePermission } from '../session/session';
import { readRole, useDeleteRole, useSaveRole, type Role } from './operators';
import { texts } from './roles.texts';
import { ScopeChoice } from './ScopeChoice';

interface RoleDrawerProps {
  /** Null for a new one. */
  readonly id: string | null;
  readonly people: number;
  readonly onClosed: () => void;
}

const blank: Role = { id: '', name: { zh: '', en: '' }, scopes: [] };

export function RoleDrawer({ id, people, onClosed }: RoleDrawerProps) {
  const t = useTexts(texts);
  const name = useName();
  const { message } = App.useApp();
  const mayChange = usePermission()('admin');
  const save = useSaveRole();
  const remove = useDeleteRole();
  const read = useQuery({ queryKey: ['role', id], queryFn: () => (id === null ? { value: blank, version: null } : readRole(id)), staleTime: 0, gcTime: 0 });
  if (read.data === undefined) {
    return read.isError ? <Failure error={read.error} /> : null;
  }

  const { value: known, version } = read.data;
  return (
    <EditDrawer<Role>
      title={id === null ? t('new') : t('edit', { name: name(known.name) })}
      initial={known}
      mayChange={mayChange}
      onClosed={onClosed}
      onSave={async (role) => {
        await save({ ...role, scopes: role.scopes.toSorted() }, version);
        void message.success(t('saved', { name: name(role.name) }));
      }}
      below={
        id !== null &&
        mayChange && (
          <div className={administration.part}>
            <Failure error={remove.error} />
            {people > 0 ? (
              <p className={administration.faint}>{t('inUse')}</p>
            ) : (
              <Popconfirm
                title={t('deleteSure', { name: name(known.name) })}
                okText={t('delete')}
                onConfirm={() => {
                  remove.mutate(id, { onSuccess: onClosed });
                }}
              >
                <Button danger>{t('delete')}</Button>
              </Popconfirm>
            )}
          </div>
        )
      }
    >
      <Form.Item name="id" label={t('id')} rules={[{ required: true, pattern: /^[\w.-]{1,64}$/, message: t('idRule') }]}>
        <Input disabled={id !== null} />
      </Form.Item>
      <Form.Item name={['name', 'zh']} label={t('nameZh')} rules={[{ required: true, whitespace: true, message: t('missing') }]}>
        <Input />
      </Form.Item>
      <Form.Item name={['name', 'en']} label={t('nameEn')} rules={[{ required: true, whitespace: true, message: t('missing') }]}>
        <Input />
      </Form.Item>
      <Form.Item name="scopes" label={t('permissions')} rules={[{ required: true, type: 'array', min: 1, message: t('atLeastOne') }]}>
        <ScopeChoice disabled={!mayChange} />
      </Form.Item>
    </EditDrawer>
  );
}
