import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input, InputNumber, Select } from 'antd';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { EditDrawer } from '../administration/EditDrawer';
import { readCorners, writeCorners } from './corners';
import { readArea, useSave, type Area } from './dictionary';
import type { DrawerProps } from './DictionaryPage';
import styles from './dictionary.module.css';
import { texts } from './texts';

interface AreaValues extends Omit<Area, 'polygons'> {
  /** Each as people write it. */
  readonly polygons: readonly string[];
}

const blank: Area = { id: '', name: '', cells: [], circles: [], polygons: [] };

export function AreaDrawer({ id, onClosed }: DrawerProps) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const save = useSave();
  const read = useQuery({ queryKey: ['area', id], queryFn: () => (id === null ? { value: blank, version: null } : readArea(id)), staleTime: 0, gcTime: 0 });
  if (read.data === undefined) {
    return <Failure error={read.error} />;
  }

  const { value: known, version } = read.data;
  return (
    <EditDrawer<AreaValues>
      title={id === null ? t('new.areas') : t('editOne', { name: known.name })}
      initial={{ ...known, polygons: (known.polygons ?? []).map(writeCorners) }}
      onClosed={onClosed}
      onSave={async (area) => {
        await save.area({ ...area, polygons: area.polygons.map((corners) => readCorners(corners) ?? []) }, version);
        void message.success(t('saved', { name: area.name }));
      }}
    >
      <Form.Item name="id" label={t('id')} rules={[{ required: true, pattern: /^[\w.-]{1,64}$/, message: t('idRule') }]}>
        <Input disabled={id !== null} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label={t('areaName')} rules={[{ required: true, whitespace: true, message: t('missing') }]}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="cells" label={t('cells')} extra={t('cellsRule')}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ' ', ';', '\n']} />
      </Form.Item>
      <h2 className={styles.part}>{t('circles')}</h2>
      <Form.List name="circles">
        {(rows, { add, remove }) => (
          <div className={styles.section}>
            {rows.map(({ key, name }) => (
              <div key={key} className={styles.item}>
                {(['latitude', 'longitude', 'radiusMetres'] as const).map((part) => (
                  <Form.Item key={part} name={[name, part]} rules={[{ required: true, message: t('missing') }]}>
                    <InputNumber
                      style={{ width: '100%' }}
                      placeholder={t(part === 'radiusMetres' ? 'radius' : part)}
                      aria-label={t(part === 'radiusMetres' ? 'radius' : part)}
                    />
                  </Form.Item>
                ))}
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
                add({ latitude: null, longitude: null, radiusMetres: 500 });
              }}
            >
              {t('addCircle')}
            </Button>
          </div>
        )}
      </Form.List>
      <h2 className={styles.part}>{t('polygons')}</h2>
      <Form.List name="polygons">
        {(rows, { add, remove }) => (
          <div className={styles.section}>
            {rows.map(({ key, name }) => (
              <div key={key} className={styles.item}>
                <Form.Item
                  name={name}
                  extra={t('cornersRule')}
                  rules={[{ validator: (_, text: string) => (readCorners(text) === null ? Promise.reject(new Error(t('cornersRule'))) : Promise.resolve()) }]}
                >
                  <Input.TextArea aria-label={t('corners')} autoSize={{ minRows: 3, maxRows: 10 }} />
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
                add('');
              }}
            >
              {t('addPolygon')}
            </Button>
          </div>
        )}
      </Form.List>
    </EditDrawer>
  );
}
