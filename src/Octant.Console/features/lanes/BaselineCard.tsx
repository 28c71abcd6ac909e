import { App, Button, Card, DatePicker, Form, Input, InputNumber } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Failure } from '../../ui/states/Failure';
import { useProblemFields } from '../../ui/states/useProblemFields';
import { useZone } from '../../ui/zone/ZoneProvider';
import administration from '../administration/administration.module.css';
import type { Versioned } from '../administration/documents';
import { useBaseline, useSaveBaseline, type Baseline } from './lanes';
import { texts } from './texts';

interface BaselineValues {
  readonly days: number | null;
  readonly source: string;
  readonly measuredAt: Dayjs | null;
}

/** What the board compares lead times with. */
export function BaselineCard({ mayChange }: { readonly mayChange: boolean }) {
  const t = useTexts(texts);
  return (
    <Card title={t('baseline')}>
      <Answered query={useBaseline()}>{(known) => <BaselineForm key={known.version} known={known} mayChange={mayChange} />}</Answered>
    </Card>
  );
}

function BaselineForm({ known, mayChange }: { readonly known: Versioned<Baseline>; readonly mayChange: boolean }) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const [form] = Form.useForm<BaselineValues>();
  const { place, shown } = useProblemFields(form);
  const save = useSaveBaseline();
  const zone = useZone();
  const { days, source, measuredAt } = known.value;
  return (
    <div className={administration.stack}>
      <p className={administration.faint}>{t('baselineDetail')}</p>
      <Failure error={save.error} shown={shown} />
      <Form<BaselineValues>
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={!mayChange}
        initialValues={{ days: days ?? null, source: source ?? '', measuredAt: measuredAt ? zone.shownAt(measuredAt) : null }}
        onFinish={(values) => {
          save.mutate(
            { baseline: { days: values.days, source: values.source.trim(), measuredAt: values.measuredAt === null ? null : zone.momentOf(values.measuredAt) }, version: known.version },
            { onError: place, onSuccess: () => void message.success(t('saved', { name: t('baseline') })) },
          );
        }}
      >
        <div className={administration.row}>
          <Form.Item name="days" label={t('days')}>
            <InputNumber min={0} max={3650} precision={1} />
          </Form.Item>
          <Form.Item name="measuredAt" label={t('measuredAt')}>
            <DatePicker />
          </Form.Item>
        </div>
        <Form.Item name="source" label={t('source')}>
          <Input maxLength={500} />
        </Form.Item>
        {mayChange && (
          <Button htmlType="submit" loading={save.isPending}>
            {t('save')}
          </Button>
        )}
      </Form>
    </div>
  );
}
