import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Select, TimePicker } from 'antd';
import dayjs from 'dayjs';
import type { components } from '../../api/schema';
import { useLabel } from '../documents/labels';
import { useTexts } from '../language/LanguageProvider';
import styles from './form.module.css';
import { texts } from './texts';

type Day = components['schemas']['DayOfWeek'];

const days: readonly Day[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

function TimeInput({ value, onChange, ...rest }: { readonly id?: string; readonly value?: string; readonly onChange?: (time: string | null) => void }) {
  return (
    <TimePicker
      {...rest}
      className={styles.wide ?? ''}
      format="HH:mm"
      minuteStep={5}
      needConfirm={false}
      value={value === undefined ? null : dayjs(`2000-01-01T${value}`)}
      onChange={(time: dayjs.Dayjs | null) => {
        onChange?.(time === null ? null : time.format('HH:mm'));
      }}
    />
  );
}

/** Times of day on days of the week; below its beginning an end is on the next day. */
export function HoursFields({ name, none }: { readonly name: string; readonly none: string }) {
  const t = useTexts(texts);
  const label = useLabel();
  return (
    <fieldset className={styles.fieldset}>
      <legend className="for-readers-only">{label(name)}</legend>
      <Form.List name={name}>
        {(rows, { add, remove }) => (
          <div className={styles.hours}>
            {rows.length === 0 && <p className={styles.none}>{none}</p>}
            {rows.map(({ key, name: place }) => (
              <div key={key} className={styles.hoursRow}>
                <Form.Item name={[place, 'from']} label={t('from')} rules={[{ required: true, message: t('missing') }]}>
                  <TimeInput />
                </Form.Item>
                <Form.Item name={[place, 'to']} label={t('to')} rules={[{ required: true, message: t('missing') }]}>
                  <TimeInput />
                </Form.Item>
                <Form.Item name={[place, 'days']} label={t('onDays')} className={styles.grow ?? ''}>
                  <Select mode="multiple" placeholder={t('everyDay')} options={days.map((day) => ({ value: day, label: t(`day.${day}`) }))} />
                </Form.Item>
                <Button
                  className={styles.end ?? ''}
                  aria-label={t('remove')}
                  icon={<DeleteOutlined aria-hidden />}
                  onClick={() => {
                    remove(place);
                  }}
                />
              </div>
            ))}
            <div>
              <Button
                icon={<PlusOutlined aria-hidden />}
                onClick={() => {
                  add({ from: '09:00', to: '18:00', days: [] });
                }}
              >
                {t('add')}
              </Button>
            </div>
          </div>
        )}
      </Form.List>
    </fieldset>
  );
}
