import { useQuery } from '@tanstack/react-query';
import { App, Form, Input, Select } from 'antd';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import type { Versioned } from '../administration/documents';
import { EditDrawer } from '../administration/EditDrawer';
import type { UnitNode } from '../administration/units';
import { readUnit, useLevels, useSaveUnit, type Unit } from './organisation';
import { texts } from './texts';

/** One that is there, or a new one below another (null: at the top). */
export type EditedUnit = { readonly unit: UnitNode; readonly parent?: undefined } | { readonly parent: UnitNode | null; readonly unit?: undefined };

interface UnitValues extends Unit {
  readonly code: string;
}

export function UnitDrawer({ edited, onClosed }: { readonly edited: EditedUnit; readonly onClosed: () => void }) {
  const t = useTexts(texts);
  const name = useName();
  const { message } = App.useApp();
  const levels = useLevels();
  const save = useSaveUnit();
  const path = edited.unit?.path ?? null;
  const read = useQuery({
    queryKey: ['organisation', 'unit', path],
    queryFn: (): Promise<Versioned<Unit | null>> => (path === null ? Promise.resolve({ value: null, version: null }) : readUnit(path)),
    staleTime: 0,
    gcTime: 0,
  });
  if (read.data === undefined || levels.data === undefined) {
    return <Failure error={read.error ?? levels.error} />;
  }

  const above = edited.parent ?? null;
  const rankAbove = levels.data.find((level) => level.id === above?.level)?.rank ?? 0;
  const next = levels.data.find((level) => level.rank > rankAbove);
  const { value: known, version } = read.data;
  const initial: UnitValues = known === null ? { path: '', code: '', name: { zh: '', en: '' }, level: next?.id ?? '' } : { ...known, code: edited.unit?.code ?? '' };
  return (
    <EditDrawer<UnitValues>
      title={known !== null ? t('editUnit', { name: name(known.name) }) : above === null ? t('newTop') : t('newBelow', { name: name(above.name) })}
      initial={initial}
      onClosed={onClosed}
      onSave={async ({ code, ...values }) => {
        await save({ ...values, path: path ?? [above?.path, code.trim()].filter(Boolean).join('/') }, version);
        void message.success(t('saved', { name: name(values.name) }));
      }}
    >
      <Form.Item name="code" label={t('code')} extra={t('codeRule')} rules={[{ required: true, pattern: /^\s*[\w.-]{1,64}\s*$/, message: t('codeRule') }]}>
        <Input disabled={known !== null} />
      </Form.Item>
      <Form.Item name={['name', 'zh']} label={t('nameZh')} rules={[{ required: true, whitespace: true, message: t('missing') }]}>
        <Input />
      </Form.Item>
      <Form.Item name={['name', 'en']} label={t('nameEn')} rules={[{ required: true, whitespace: true, message: t('missing') }]}>
        <Input />
      </Form.Item>
      <Form.Item name="level" label={t('level')} rules={[{ required: true, message: t('missing') }]}>
        <Select options={levels.data.filter((level) => known !== null || level.rank > rankAbove).map((level) => ({ value: level.id, label: name(level.name) }))} />
      </Form.Item>
    </EditDrawer>
  );
}
