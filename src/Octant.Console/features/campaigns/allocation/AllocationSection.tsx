import { Button, DatePicker, Form, InputNumber, Space } from 'antd';
import type { Dayjs } from 'dayjs';
import { useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { isPresent } from '../../../api/present';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import { Failure } from '../../../ui/states/Failure';
import { dayForm, isSameDay, type Zone } from '../../../ui/zone/zone';
import { useZone } from '../../../ui/zone/ZoneProvider';
import { useChannels } from '../../channels/channels';
import { usePermission, useSession } from '../../session/session';
import { useToday } from '../../session/useToday';
import { isSet, useCampaigns, type Campaign } from '../campaigns';
import styles from '../detail.module.css';
import { AllocationView } from './AllocationView';
import { rivalsOf, useAllocation, useAllotment, useStartAllocation, useStopAllocation, type Allotment } from './allocation';
import { Competition } from './Competition';
import { texts } from './texts';

const parameter = 'allocation';

/** The first day it can be planned for; the campaign may begin later than today. */
function firstDayOf(campaign: Campaign, today: Dayjs, zone: Zone): Dayjs {
  const start = isSet(campaign.start) ? zone.shownAt(campaign.start).startOf('day') : today;
  return start.isAfter(today) ? start : today;
}

/** It is over, or the campaign is before it begins. */
const isTooLateOrPast = (day: Dayjs, campaign: Campaign, today: Dayjs, zone: Zone) =>
  day.format(dayForm) < today.format(dayForm) || (isSet(campaign.end) && Date.parse(zone.startOf(day)) >= Date.parse(campaign.end));

/** Who competes for its channels on a day, and who gets how much of them. */
export function AllocationSection({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(texts);
  const permits = usePermission();
  const today = useToday();
  const zone = useZone();
  const [day, setDay] = useState(() => firstDayOf(campaign, today, zone));
  const { entitlements } = useSession();
  const mayLook = permits('operations:read') && entitlements.wholeOrganisation;
  return (
    <section>
      <h2 className={styles.heading}>{t('title')}</h2>
      <p className={styles.note}>{t('detail')}</p>
      <Form layout="vertical" component="div" className={styles.rivals ?? ''}>
        <Form.Item label={t('day')} htmlFor="allocation-day">
          <DatePicker
            id="allocation-day"
            value={day}
            allowClear={false}
            disabledDate={(date) => isTooLateOrPast(date, campaign, today, zone)}
            onChange={(chosen) => {
              if (chosen !== null) {
                setDay(chosen);
              }
            }}
          />
        </Form.Item>
      </Form>
      <Competition campaign={campaign} day={day.format(dayForm)} />
      {permits('policies:read') && <InForce campaign={campaign} />}
      {!mayLook ? <p className={styles.note}>{t('wholeOnly')}</p> : isPresent(campaign.trigger) ? <p className={styles.note}>{t('noTriggered')}</p> : <Allocate campaign={campaign} day={day} />}
    </section>
  );
}

function Allocate({ campaign, day }: { readonly campaign: Campaign; readonly day: Dayjs }) {
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
  const rivals = useMemo(() => rivalsOf(campaign, campaigns.data?.items ?? [], isToday ? new Date() : new Date(noon)), [campaign, campaigns.data, isToday, noon]);
  return (
    <>
      <p className={styles.rivals}>
        {rivals.length === 0 ? t('noRivals') : t('rivals')}
        {rivals.map((rival, index) => (
          <span key={rival.id}>
            {index > 0 && ', '}
            <Link to={`/campaigns/${rival.id}?stage=resources`}>{rival.name}</Link>
          </span>
        ))}
      </p>
      {permits('operations:write') && (
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
            disabled={isRunning || campaigns.data === undefined}
            onClick={() => {
              start.mutate(
                { campaign, rivals, moment: isToday ? null : noon, bounds: { minimum, maximum } },
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
      {id !== null && <Answered query={allocation}>{(known) => <AllocationView allocation={known} campaign={campaign} campaigns={campaigns.data?.items ?? []} />}</Answered>}
    </>
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
