import type { Dayjs } from 'dayjs';
import { Link } from 'react-router';
import { isPresent } from '../../api/present';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { useZone } from '../../ui/zone/ZoneProvider';
import { isSet } from '../campaigns/campaigns';
import { useScheduleText } from '../campaigns/period';
import { StatusTag } from '../campaigns/StatusTag';
import type { CalendarCampaign } from './calendar';
import styles from './calendar.module.css';
import { texts } from './texts';

/** Every campaign of the month as a bar over its days, on which those stand out when a scheduled one goes out. */
export function Campaigns({ days, campaigns }: { readonly days: readonly Dayjs[]; readonly campaigns: readonly CalendarCampaign[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const scheduleText = useScheduleText();
  const zone = useZone();
  const dayOf = (time: string) => zone.shownAt(time).diff(days[0], 'day', true);
  const nameOf = (time: string, write: (time: string) => string) => (isSet(time) ? write(time) : t('open'));
  return (
    <ul className={styles.bars}>
      {campaigns.map((campaign) => {
        // What has no beginning or no end of its own reaches over the edge.
        const from = isSet(campaign.start) ? Math.max(0, Math.floor(dayOf(campaign.start))) : 0;
        const to = isSet(campaign.end) ? Math.min(days.length, Math.ceil(dayOf(campaign.end))) : days.length;
        return (
          <li key={campaign.campaignId}>
            <span className={styles.barName}>
              <Link to={`/campaigns/${campaign.campaignId}`}>{campaign.campaignName}</Link>
              <StatusTag status={campaign.status} />
            </span>
            <span className={styles.track} aria-hidden style={{ gridTemplateColumns: `repeat(${String(days.length)}, minmax(0, 1fr))` }}>
              <span className={isPresent(campaign.days) ? styles.period : styles.bar} style={{ gridColumn: `${String(from + 1)} / ${String(Math.max(from + 2, to + 1))}` }} />
              {campaign.days?.map((day) => <span key={day} className={styles.mark} style={{ gridColumn: String(Number(day.slice(-2))) }} />)}
            </span>
            <span className={styles.note}>
              {nameOf(campaign.start, format.date)} – {nameOf(campaign.end, format.lastDay)}
              {isPresent(campaign.schedule) && <span className={styles.when}>{scheduleText(campaign.schedule)}</span>}
              {isPresent(campaign.days) && <span className={styles.when}>{t('goesOutOn', { count: campaign.days.length })}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
