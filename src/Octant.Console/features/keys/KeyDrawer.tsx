import { DatePicker, Form, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTexts } from '../../ui/language/LanguageProvider';
import { useZone } from '../../ui/zone/ZoneProvider';
import { EditDrawer } from '../administration/EditDrawer';
import { UnitSelect } from '../administration/UnitSelect';
import { ScopeChoice } from '../operators/ScopeChoice';
import { useMakeKey, type MadeKey } from './keys';
import { texts } from './texts';

interface KeyValues {
  readonly name: string;
  readonly scopes: string[];
  readonly organisation: string | null;
  readonly expiresAt: Dayjs | null;
}

export function KeyDrawer({ onMade, onClosed }: { readonly onMade: (key: MadeKey) => void; readonly onClosed: () => void }) {
  const t = useTexts(texts);
  const make = useMakeKey();
  const zone = useZone();
  return (
    <EditDrawer<KeyValues>
      title={t('new')}
      initial={{ name: '', scopes: [], organisation: null, expiresAt: null }}
      onClosed={onClosed}
      onSave={async ({ name, scopes, organisation, expiresAt }) => {
        onMade(await make({ name: name.trim(), scopes: scopes.toSorted(), organisation, expiresAt: expiresAt === null ? null : zone.momentOf(expiresAt.endOf('day')) }));
      }}
    >
      <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true, message: t('missing') }]}>
        <Input placeholder={t('namePlaceholder')} />
      </Form.Item>
      <Form.Item name="organisation" label={t('unit')} extra={t('unitRule')}>
        <UnitSelect />
      </Form.Item>
      <Form.Item name="expiresAt" label={t('expires')} extra={t('expiresRule')}>
        <DatePicker style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="scopes" label={t('permissions')} rules={[{ required: true, type: 'array', min: 1, message: t('atLeastOne') }]}>
        <ScopeChoice />
      </Form.Item>
    </EditDrawer>
  );
}
