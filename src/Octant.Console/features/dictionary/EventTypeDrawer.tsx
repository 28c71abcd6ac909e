import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input, Select } from 'antd';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { EditDrawer } from '../administration/EditDrawer';
import { eventRoles, fieldKinds, readEventType, useSave, type EventType } from './dictionary';
import type { DrawerProps } from './DictionaryPage';
import styles from './dictionary.module.css';
import { texts } from './texts';

const blank: EventType = { type: '', fields: [], role: 'none' };

export function EventTypeDrawer({ id, onClosed }: DrawerProps) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const save = useSave();
  const read = useQuery({ queryKey: ['event-type', id], queryFn: () => (id === null ? { value: blank, version: null } : readEventType(id)), staleTime: 0, gcTime: 0 });
  if (read.data === undefined) {
    return <Failure error={read.error} />;
  }

  const { value: known, version } = read.data;
  return (
    <EditDrawer<EventType>
      title={id === null ? t('new.eventTypes') : t('editOne', { name: id })}
      initial={known}
      onClosed={onClosed}
      onSave={async (type) => {
        await save.eventType({ ...known, ...type }, version);
        void message.success(t('saved', { name: type.type }));
      }}
    >
      <Form.Item name="type" label={t('type')} rules={[{ required: true, pattern: /^[\w.-]{1,64}$/, message: t('idRule') }]}>
        <Input disabled={id !== null} autoComplete="off" />
      </Form.Item>
      <Form.Item name="role" label={t('role')} required>
        <Select options={eventRoles.map((role) => ({ value: role, label: t(`role.${role}`) }))} />
      </Form.Item>
      <h2 className={styles.part}>{t('fields')}</h2>
      <Form.List name="fields">
        {(rows, { add, remove }) => (
          <div className={styles.section}>
            {rows.map(({ key, name }) => (
              <div key={key} className={styles.item}>
                <Form.Item name={[name, 'name']} rules={[{ required: true, message: t('missing') }]}>
                  <Input aria-label={t('field')} placeholder={t('field')} autoComplete="off" />
                </Form.Item>
                <Form.Item name={[name, 'kind']}>
                  <Select aria-label={t('kind')} options={fieldKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))} />
                </Form.Item>
                <Button
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={t('remove')}
                  onClick={() => {
                    remove(name);
                  }}
                />
              </div>
            ))}
            <Button
              icon={<PlusOutlined aria-hidden />}
              onClick={() => {
                add({ name: '', kind: 'category' });
              }}
            >
              {t('addField')}
            </Button>
          </div>
        )}
      </Form.List>
    </EditDrawer>
  );
}
