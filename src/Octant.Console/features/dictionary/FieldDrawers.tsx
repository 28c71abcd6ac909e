import { useQuery } from '@tanstack/react-query';
import { App, Form, Input, Select } from 'antd';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { DurationInput } from '../../ui/form/inputs';
import { EditDrawer } from '../administration/EditDrawer';
import { fieldKinds, kinds, readEventSource, useSave, type Attribute, type ContextField, type EventSource } from './dictionary';
import type { DrawerProps } from './DictionaryPage';
import { texts } from './texts';

const name = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/** Only new ones: a kind never changes. */
export function AttributeDrawer({ onClosed }: DrawerProps) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const save = useSave();
  return (
    <EditDrawer<Attribute>
      title={t('new.attributes')}
      initial={{ name: '', kind: 'number' }}
      onClosed={onClosed}
      onSave={async (attribute) => {
        await save.attribute(attribute);
        void message.success(t('saved', { name: attribute.name }));
      }}
    >
      <Form.Item name="name" label={t('name')} extra={t('nameRule')} rules={[{ required: true, pattern: name, message: t('nameRule') }]}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" label={t('kind')} extra={t('kindRule')} required>
        <Select options={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))} />
      </Form.Item>
    </EditDrawer>
  );
}

export function ContextFieldDrawer({ onClosed }: DrawerProps) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const save = useSave();
  return (
    <EditDrawer<ContextField>
      title={t('new.contextFields')}
      initial={{ name: '', kind: 'category' }}
      onClosed={onClosed}
      onSave={async (field) => {
        await save.contextField(field, null);
        void message.success(t('saved', { name: field.name }));
      }}
    >
      <Form.Item name="name" label={t('name')} extra={t('nameRule')} rules={[{ required: true, pattern: name, message: t('nameRule') }]}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" label={t('kind')} extra={t('kindRule')} required>
        <Select options={fieldKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))} />
      </Form.Item>
    </EditDrawer>
  );
}

export function EventSourceDrawer({ id, onClosed }: DrawerProps) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const save = useSave();
  const read = useQuery({
    queryKey: ['event-source', id],
    queryFn: () => (id === null ? { value: { id: '', source: '', lateness: 'PT1H' }, version: null } : readEventSource(id)),
    staleTime: 0,
    gcTime: 0,
  });
  if (read.data === undefined) {
    return <Failure error={read.error} />;
  }

  const { value: known, version } = read.data;
  return (
    <EditDrawer<EventSource>
      title={id === null ? t('new.eventSources') : t('editOne', { name: id })}
      initial={known}
      onClosed={onClosed}
      onSave={async (source) => {
        await save.eventSource(source, version);
        void message.success(t('saved', { name: source.id }));
      }}
    >
      <Form.Item name="id" label={t('id')} rules={[{ required: true, pattern: /^[\w.-]{1,64}$/, message: t('idRule') }]}>
        <Input disabled={id !== null} autoComplete="off" />
      </Form.Item>
      <Form.Item name="source" label={t('source')} rules={[{ required: true, message: t('missing') }]}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="lateness" label={t('lateness')} extra={t('latenessRule')} rules={[{ required: true, message: t('missing') }]}>
        <DurationInput min={0} />
      </Form.Item>
    </EditDrawer>
  );
}
