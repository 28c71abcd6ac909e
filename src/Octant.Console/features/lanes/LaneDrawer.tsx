import { useQuery } from '@tanstack/react-query';
import { App, Button, Checkbox, Form, Input, InputNumber, Popconfirm, Segmented, Select } from 'antd';
import { useLanguage, useName, useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import administration from '../administration/administration.module.css';
import { DurationInput } from '../../ui/form/inputs';
import { EditDrawer } from '../administration/EditDrawer';
import { useRoles } from '../operators/operators';
import { useLevels } from '../organisation/organisation';
import { parts, readLane, useDeleteLane, useSaveLane, type ReviewLane } from './lanes';
import { texts } from './texts';

interface LaneDrawerProps {
  readonly id: string | null;
  readonly lanes: readonly ReviewLane[];
  readonly mayChange: boolean;
  readonly onClosed: () => void;
}

interface LaneValues extends Omit<ReviewLane, 'from'> {
  readonly when: 'always' | 'thresholds';
  readonly from: { readonly newTariff?: boolean; readonly budget?: number | null; readonly audience?: number | null };
}

const blank: ReviewLane = { id: '', name: '', englishName: null, role: null, covers: [], levels: [], from: null, after: [], within: 'P2D' };

/** People write money in whole units, the API counts minor ones. */
const minorUnits = 100;

export function LaneDrawer({ id, lanes, mayChange, onClosed }: LaneDrawerProps) {
  const t = useTexts(texts);
  const name = useName();
  const { language } = useLanguage();
  const { message } = App.useApp();
  const roles = useRoles();
  const levels = useLevels();
  const save = useSaveLane();
  const remove = useDeleteLane();
  const read = useQuery({ queryKey: ['review-lane', id], queryFn: () => (id === null ? { value: blank, version: null } : readLane(id)), staleTime: 0, gcTime: 0 });
  if (read.data === undefined) {
    return <Failure error={read.error} />;
  }

  const { value: known, version } = read.data;
  const nameOf = (lane: ReviewLane) => (language === 'en' ? (lane.englishName ?? lane.name) : lane.name);
  const budget = known.from?.budget;
  return (
    <EditDrawer<LaneValues>
      title={id === null ? t('new') : t('edit', { name: nameOf(known) })}
      initial={{ ...known, when: known.from ? 'thresholds' : 'always', from: { ...known.from, budget: typeof budget === 'number' ? budget / minorUnits : null } }}
      mayChange={mayChange}
      onClosed={onClosed}
      onSave={async ({ when, from, ...lane }) => {
        const thresholds = {
          newTariff: from.newTariff ?? false,
          budget: typeof from.budget === 'number' ? Math.round(from.budget * minorUnits) : null,
          audience: from.audience ?? null,
        };
        await save(
          { ...lane, englishName: lane.englishName?.trim() ? lane.englishName.trim() : null, role: lane.role ?? null, from: when === 'always' ? null : thresholds },
          version,
        );
        void message.success(t('saved', { name: lane.name }));
      }}
      below={
        id !== null &&
        mayChange && (
          <div className={administration.part}>
            <Failure error={remove.error} />
            <Popconfirm
              title={t('deleteSure', { name: nameOf(known) })}
              okText={t('delete')}
              onConfirm={() => {
                remove.mutate(id, { onSuccess: onClosed });
              }}
            >
              <Button danger>{t('delete')}</Button>
            </Popconfirm>
          </div>
        )
      }
    >
      <Form.Item name="id" label={t('id')} rules={[{ required: true, pattern: /^[\w.-]{1,64}$/, message: t('idRule') }]}>
        <Input disabled={id !== null} />
      </Form.Item>
      <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true, message: t('missing') }]}>
        <Input />
      </Form.Item>
      <Form.Item name="englishName" label={t('englishName')}>
        <Input />
      </Form.Item>
      <Form.Item name="role" label={t('role')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('anyReviewer')}
          options={roles.data?.filter((role) => role.scopes.includes('campaigns:review')).map((role) => ({ value: role.id, label: name(role.name) })) ?? []}
        />
      </Form.Item>
      <Form.Item name="covers" label={t('covers')} extra={t('coversRule')}>
        <Select mode="multiple" placeholder={t('all')} options={parts.map((part) => ({ value: part, label: t(`part.${part}`) }))} />
      </Form.Item>
      <Form.Item name="levels" label={t('levels')} extra={t('levelsRule')}>
        <Select mode="multiple" placeholder={t('allLevels')} options={levels.data?.map((level) => ({ value: level.id, label: name(level.name) })) ?? []} />
      </Form.Item>
      <Form.Item name="when" label={t('when')}>
        <Segmented aria-label={t('when')} options={(['always', 'thresholds'] as const).map((value) => ({ value, label: t(`when.${value}`) }))} />
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(before: LaneValues, now: LaneValues) => before.when !== now.when}>
        {({ getFieldValue }) =>
          getFieldValue('when') === 'thresholds' && (
            <>
              <Form.Item name={['from', 'newTariff']} valuePropName="checked">
                <Checkbox>{t('newTariff')}</Checkbox>
              </Form.Item>
              <Form.Item name={['from', 'budget']} label={t('budget')}>
                <InputNumber className={administration.wide ?? ''} min={0} precision={2} />
              </Form.Item>
              <Form.Item
                name={['from', 'audience']}
                label={t('audience')}
                dependencies={[
                  ['from', 'newTariff'],
                  ['from', 'budget'],
                ]}
                rules={[
                  ({ getFieldValue: valueOf }) => ({
                    validator: (_, audience: number | null | undefined) =>
                      typeof audience === 'number' || typeof valueOf(['from', 'budget']) === 'number' || valueOf(['from', 'newTariff']) === true
                        ? Promise.resolve()
                        : Promise.reject(new Error(t('thresholdMissing'))),
                  }),
                ]}
              >
                <InputNumber className={administration.wide ?? ''} min={0} precision={0} />
              </Form.Item>
            </>
          )
        }
      </Form.Item>
      <Form.Item name="after" label={t('after')} extra={t('afterRule')}>
        <Select mode="multiple" options={lanes.filter((lane) => lane.id !== id).map((lane) => ({ value: lane.id, label: nameOf(lane) }))} />
      </Form.Item>
      <Form.Item name="within" label={t('within')} extra={t('withinRule')} rules={[{ required: true, message: t('missing') }]}>
        <DurationInput />
      </Form.Item>
    </EditDrawer>
  );
}
