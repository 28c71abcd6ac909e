import { WarningFilled } from '@ant-design/icons';
import type { Dayjs } from 'dayjs';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { dayForm } from '../../ui/zone/zone';
import { useChannels } from '../channels/channels';
import type { ChannelDay } from './calendar';
import styles from './calendar.module.css';
import { texts } from './texts';

interface ChannelsProps {
  readonly days: readonly Dayjs[];
  readonly uses: readonly ChannelDay[];
  readonly onChoose: (day: ChannelDay) => void;
}

/** A line a channel, a field a day: the fuller, the darker; what is too much stands out and says so. */
export function Channels({ days, uses, onChoose }: ChannelsProps) {
  const t = useTexts(texts);
  const format = useFormat();
  const known = useChannels();
  const channels = [...new Set(uses.map(({ channel }) => channel))];
  const byPlace = new Map(uses.map((use) => [`${use.channel} ${use.day}`, use]));
  return (
    <div className={styles.scroll}>
      <table className={styles.month}>
        <thead>
          <tr>
            <th scope="col">{t('channel')}</th>
            {days.map((day) => (
              <th key={day.format('DD')} scope="col" className={day.day() % 6 === 0 ? styles.weekend : ''}>
                {day.format('D')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {channels.map((channel) => {
            const name = known.data?.find(({ id }) => id === channel)?.name ?? channel;
            return (
              <tr key={channel}>
                <th scope="row">{name}</th>
                {days.map((day) => {
                  const use = byPlace.get(`${channel} ${day.format(dayForm)}`);
                  return <td key={day.format('DD')}>{use !== undefined && <Field use={use} name={name} onChoose={onChoose} compact={format.compact} />}</td>;
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Field({ use, name, compact, onChoose }: { readonly use: ChannelDay; readonly name: string; readonly compact: (value: number) => string; readonly onChoose: (day: ChannelDay) => void }) {
  const t = useTexts(texts);
  const format = useFormat();
  const share = use.capacity ? Math.min(1, use.asked / use.capacity) : 0;
  const said = use.capacity
    ? t(use.over > 0 ? 'fieldOver' : 'field', { channel: name, day: format.date(use.day), asked: format.number(use.asked), capacity: format.number(use.capacity), over: format.number(use.over) })
    : t('fieldUnlimited', { channel: name, day: format.date(use.day), asked: format.number(use.asked) });
  const short = compact(use.asked);
  return (
    <button
      type="button"
      className={use.over > 0 ? styles.over : styles.field}
      style={use.over > 0 ? undefined : { background: `color-mix(in srgb, #9dbcec ${String(Math.round(15 + 85 * share))}%, white)` }}
      title={said}
      aria-label={`${short} · ${said}`}
      onClick={() => {
        onChoose(use);
      }}
    >
      {use.over > 0 && <WarningFilled aria-hidden />}
      {short}
    </button>
  );
}
