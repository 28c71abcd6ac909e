import { Alert, Button, DatePicker, Form, InputNumber, Space } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { isPresent } from '../../../api/present';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import { Failure } from '../../../ui/states/Failure';
import { dayForm, isSameDay } from '../../../ui/zone/zone';
import { useZone } from '../../../ui/zone/ZoneProvider';
import { useCalendarDay } from '../../calendar/calendar';
import { useChannels } from '../../channels/channels';
import { usePermission, useSession } from '../../session/session';
import { useToday } from '../../session/useToday';
import { isSet, useCampaigns, type Campaign } from '../campaigns';
import styles from '../detail.module.css';
import { AllocationView } from './AllocationView';
import { absenceOf, rivalsOf, useAllocation, useAllotment, useStartAllocation, useStopAllocation, type Allotment } from './allocation';
import { Competition } from './Competition';
import { LeftOut } from './LeftOut';
import { texts } from './texts';

const parameter = 'allocation';

/** The first day it can be planned for; the campaign may begin later than today. */
function useFirstDay(campaign: Campaign): Dayjs {
  const today = useToday();
  const zone = useZone();
  const start = isSet(campaign.start) ? zone.shownAt(campaign.start).startOf('day') : today;
  return start.isAfter(today) ? start : today;
}

/** Who competes for its channels on a day, and who gets how much of them. */
export function AllocationSection({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(texts);
  return (
    <section>
      <h2 className={styles.heading}>{t('title')}</h2>
      <p className={styles.note}>{t('detail')}</p>
      <Days key={campaign.id} campaign={campaign} />
    </section>
  );
}

/** Begins with the day on which the campaign goes out next; without a schedule with the first there is. */
function Days({ campaign }: { readonly campaign: Campaign }) {
  const first = useFirstDay(campaign);
  const [chosen, setChosen] = useState<Dayjs | null>(null);
  const day = first.format(dayForm);
  const calendar = useCalendarDay(day);
  const next = calendar.data === undefined || calendar.isPlaceholderData ? null : absenceOf(campaign, calendar.data, day)?.next;
  return (
    <Answered query={calendar} rows={2}>
      {() => <OnDay campaign={campaign} first={first} day={chosen ?? (isPresent(next) ? dayjs(next) : first)} onDay={setChosen} />}
    </Answered>
  );
}

interface DayProps {
  readonly campaign: Campaign;
  readonly day: Dayjs;
  readonly onDay: (day: Dayjs) => void;
}

function OnDay({ campaign, first, day, onDay }: DayProps & { readonly first: Dayjs }) {
  const t = useTexts(texts);
  const zone = useZone();
  const permits = usePermission();
  const { entitlements } = useSession();
  const mayLook = permits('operations:read') && entitlements.wholeOrganisation;
  return (
    <>
      <Form layout="vertical" component="div" className={styles.rivals ?? ''}>
        <Form.Item label={t('day')} htmlFor="allocation-day">
          <DatePicker
            id="allocation-day"
            value={day}
            allowClear={false}
            disabledDate={(date) => date.isBefore(first, 'day') || (isSet(campaign.end) && Date.parse(zone.startOf(date)) >= Date.parse(campaign.end))}
            onChange={(chosen) => {
              if (chosen !== null) {
                onDay(chosen);
              }
            }}
          />
        </Form.Item>
      </Form>
      <Competition campaign={campaign} day={day.format(dayForm)} />
      {permits('policies:read') && <InForce campaign={campaign} />}
      {!mayLook ? <p className={styles.note}>{t('wholeOnly')}</p> : isPresent(campaign.trigger) ? <p className={styles.note}>{t('noTriggered')}</p> : <Allocate campaign={campaign} day={day} onDay={onDay} />}
    </>
  );
}

function Allocate({ campaign, day, onDay }: DayProps) {
  const t = useTexts(texts);
  const permits = usePermission();
  const [search, setSearch] = useSearchParams();
  const [minimum, setMinimum] = useState<number | null>(null);
  const [maximum, setMaximum] = useState<number | null>(null);
  const campaigns = useCampaigns();
  const start = useStartAllocation();
  const stop = useStopAllocation();
  const id = search.get(parameter);
  const allocation = useAllocation(id);
  const isRunning = allocation.data?.state === 'running';
  const today = useToday();
  const isToday = isSameDay(day, today);
  const zone = useZone();
  const noon = zone.momentOf(day.hour(12));
  const dayText = day.format(dayForm);
  const calendar = useCalendarDay(dayText);
  const all = campaigns.data?.items;
  const nameOf = (id: string) => all?.find((known) => known.id === id)?.name ?? id;
  // Until the day's own calendar is there, that of another one says nothing about it.
  const known = calendar.isPlaceholderData ? undefined : calendar.data;
  const competing = useMemo(
    () => (known === undefined || all === undefined ? null : rivalsOf(campaign, all, isToday ? new Date() : new Date(noon), known, dayText)),
    [campaign, all, noon, dayText, isToday, known],
  );
  const absence = known === undefined ? null : absenceOf(campaign, known, dayText);
  return (
    <>
      {absence !== null && <Absence next={absence.next} onDay={onDay} />}
      {absence === null && competing !== null && (
        <>
          <p className={styles.rivals}>
            {competing.rivals.length === 0 ? t('noRivals') : t('rivals')}
            {competing.rivals.map((rival, index) => (
              <span key={rival.id}>
                {index > 0 && ', '}
                <Link to={`/campaigns/${rival.id}?stage=resources`}>{rival.name}</Link>
              </span>
            ))}
          </p>
          <LeftOut campaigns={competing.leftOut} nameOf={nameOf} />
        </>
      )}
      {absence === null && permits('operations:write') && (
        <Space wrap align="end" className={styles.simulationStart ?? ''}>
          <Form layout="inline" component="div">
            <Form.Item label={t('minimum')} htmlFor="allocation-minimum">
              <InputNumber<number> id="allocation-minimum" className={styles.amount ?? ''} min={0} precision={0} suffix={t('contacts')} value={minimum} onChange={setMinimum} />
            </Form.Item>
            <Form.Item label={t('maximum')} htmlFor="allocation-maximum">
              <InputNumber<number> id="allocation-maximum" className={styles.amount ?? ''} min={minimum ?? 0} precision={0} suffix={t('contacts')} value={maximum} onChange={setMaximum} />
            </Form.Item>
          </Form>
          <Button
            type="primary"
            loading={start.isPending}
            disabled={isRunning || competing === null}
            onClick={() => {
              start.mutate(
                { campaign, rivals: competing?.rivals ?? [], moment: isToday ? null : noon, bounds: { minimum, maximum } },
                {
                  onSuccess: (begun) => {
                    // In the address, so that it is found again by whoever comes back.
                    setSearch({ stage: 'resources', [parameter]: begun.id }, { replace: true });
                  },
                },
              );
            }}
          >
            {t('allocate')}
          </Button>
          {isRunning && id !== null && (
            <Button
              loading={stop.isPending}
              onClick={() => {
                stop.mutate(id);
              }}
            >
              {t('stop')}
            </Button>
          )}
        </Space>
      )}
      <Failure error={start.error ?? stop.error} />
      {id !== null && <Answered query={allocation}>{(found) => <AllocationView allocation={found} campaign={campaign} nameOf={nameOf} />}</Answered>}
    </>
  );
}

/** The campaign itself does not go out on the day. */
function Absence({ next, onDay }: { readonly next: string | null; readonly onDay: (day: Dayjs) => void }) {
  const t = useTexts(texts);
  const format = useFormat();
  if (next === null) {
    return <Alert type="info" showIcon title={t('absentForGood')} />;
  }

  return (
    <Alert
      type="info"
      showIcon
      title={t('absent', { day: format.date(next) })}
      action={
        <Button
          size="small"
          onClick={() => {
            onDay(dayjs(next));
          }}
        >
          {t('thatDay')}
        </Button>
      }
    />
  );
}

/** What an allocation, or somebody by hand, gave the campaign for a day. */
function InForce({ campaign }: { readonly campaign: Campaign }) {
  const allotment = useAllotment(campaign.id, true).data;
  return isPresent(allotment) ? <Shares allotment={allotment} /> : null;
}

function Shares({ allotment }: { readonly allotment: Allotment }) {
  const t = useTexts(texts);
  const format = useFormat();
  const channels = useChannels().data ?? [];
  return (
    <p className={styles.note}>
      <strong>{t('inForce', { day: format.date(allotment.day) })}</strong>{' '}
      {allotment.shares.map(({ offering, channel, contacts }) => `${offering} · ${channels.find(({ id }) => id === channel)?.name ?? channel}: ${format.number(contacts)}`).join(', ') || t('none')}
    </p>
  );
}
