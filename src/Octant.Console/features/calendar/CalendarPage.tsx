import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Card, DatePicker, Drawer } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { dayForm } from '../../ui/zone/zone';
import { useToday } from '../session/useToday';
import { useCalendar, type Calendar, type ChannelDay } from './calendar';
import styles from './calendar.module.css';
import { Campaigns } from './Campaigns';
import { Channels } from './Channels';
import { DayUses } from './DayUses';
import { texts } from './texts';

const monthForm = 'YYYY-MM';

/** A month of campaigns, and of what they ask of each channel beside what it can take. */
export default function CalendarPage() {
  const t = useTexts(texts);
  const [search, setSearch] = useSearchParams();
  const today = useToday();
  const asked = dayjs(`${search.get('month') ?? today.format(monthForm)}-01`);
  const month = (asked.isValid() ? asked : today).startOf('month');
  const calendar = useCalendar(month.format(dayForm), month.add(1, 'month').format(dayForm));
  const show = (other: Dayjs) => {
    setSearch({ month: other.format(monthForm) });
  };
  return (
    <Page
      title={t('title')}
      detail={t('detail')}
      actions={
        <>
          <Button
            icon={<LeftOutlined aria-hidden />}
            aria-label={t('before')}
            onClick={() => {
              show(month.subtract(1, 'month'));
            }}
          />
          <DatePicker
            picker="month"
            allowClear={false}
            aria-label={t('month')}
            value={month}
            onChange={(chosen) => {
              show(chosen ?? today);
            }}
          />
          <Button
            icon={<RightOutlined aria-hidden />}
            aria-label={t('after')}
            onClick={() => {
              show(month.add(1, 'month'));
            }}
          />
        </>
      }
    >
      <Answered query={calendar} rows={12}>
        {(known) => <Month calendar={known} month={month} />}
      </Answered>
    </Page>
  );
}

function Month({ calendar, month }: { readonly calendar: Calendar; readonly month: Dayjs }) {
  const t = useTexts(texts);
  const [chosen, setChosen] = useState<ChannelDay | null>(null);
  const days = Array.from({ length: month.daysInMonth() }, (_, index) => month.add(index, 'day'));
  return (
    <div className={styles.sections}>
      <Card title={t('channels')}>
        {calendar.days.length === 0 ? <Empty title={t('nothingAsked')}>{t('nothingAskedDetail')}</Empty> : <Channels days={days} uses={calendar.days} onChoose={setChosen} />}
      </Card>
      <Card title={t('campaigns')}>
        {calendar.campaigns.length === 0 ? <Empty title={t('noCampaigns')}>{t('noCampaignsDetail')}</Empty> : <Campaigns days={days} campaigns={calendar.campaigns} />}
      </Card>
      <Drawer
        open={chosen !== null}
        size={460}
        title={t('uses')}
        onClose={() => {
          setChosen(null);
        }}
      >
        {chosen !== null && <DayUses day={chosen} />}
      </Drawer>
    </div>
  );
}
