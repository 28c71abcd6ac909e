import { PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { Card, Input, Segmented, Table, Tag, Tooltip, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useFormat, type Format } from '../../ui/format/useFormat';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { useChannelName, useChannels } from '../channels/channels';
import { usePermission } from '../session/session';
import { isSet, kindOf, useCampaigns, type Campaign, type CampaignStatus } from './campaigns';
import styles from './campaigns.module.css';
import { StatusTag } from './StatusTag';
import { texts } from './texts';

const statuses: readonly CampaignStatus[] = ['draft', 'approved', 'live', 'paused', 'ended'];

export default function CampaignsPage() {
  const t = useTexts(texts);
  const campaigns = useCampaigns();
  const permits = usePermission();
  const create = permits('campaigns:write') && (
    <Link to="/campaigns/new" className={styles.create}>
      <PlusOutlined aria-hidden /> {t('create')}
    </Link>
  );
  return (
    <Page title={t('title')} detail={t('detail')} actions={create}>
      <Answered query={campaigns}>
        {(page) =>
          page.items.length === 0 ? (
            <Card>
              <Empty title={t('none')} action={create}>{t('noneDetail')}</Empty>
            </Card>
          ) : (
            <CampaignTable campaigns={page.items} />
          )
        }
      </Answered>
    </Page>
  );
}

function CampaignTable({ campaigns }: { readonly campaigns: readonly Campaign[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const channels = useChannels();
  const [words, setWords] = useState('');
  const [status, setStatus] = useState<CampaignStatus | 'all'>('all');
  const active = useMemo(() => new Set(channels.data?.filter((channel) => channel.direction === 'active').map((channel) => channel.id)), [channels.data]);
  const channelName = useChannelName();
  const found = campaigns.filter(
    (campaign) => (status === 'all' || campaign.status === status) && `${campaign.id} ${campaign.name}`.toLowerCase().includes(words.trim().toLowerCase()),
  );
  const columns: TableColumnsType<Campaign> = [
    {
      title: t('name'),
      key: 'name',
      width: 260,
      sorter: (one, other) => one.name.localeCompare(other.name),
      render: (_, campaign) => (
        <div className={styles.name}>
          <Link to={`/campaigns/${campaign.id}`}>{campaign.name}</Link>
          <span className={styles.id}>{campaign.id}</span>
        </div>
      ),
    },
    { title: t('status'), key: 'status', width: 110, render: (_, { status: state }) => state && <StatusTag status={state} /> },
    { title: t('kind'), key: 'kind', width: 130, responsive: ['md'], render: (_, campaign) => t(`kind.${kindOf(campaign, active)}`) },
    {
      title: t('channels'),
      key: 'channels',
      responsive: ['lg'],
      render: (_, campaign) => <ChannelTags names={campaign.channels.map(channelName)} />,
    },
    { title: t('offers'), key: 'offers', align: 'right', width: 100, responsive: ['lg'], render: (_, campaign) => <span className="figure">{campaign.offers.length}</span> },
    { title: t('period'), key: 'period', width: 260, responsive: ['md'], render: (_, campaign) => <Period campaign={campaign} format={format} /> },
    {
      title: t('holdout'),
      key: 'holdout',
      align: 'right',
      width: 110,
      responsive: ['xl'],
      render: (_, campaign) => <span className="figure">{format.percent(campaign.holdoutShare ?? 0, 0)}</span>,
    },
  ];
  return (
    <Card styles={{ body: { padding: 0 } }}>
      <div className={styles.filters}>
        <Input
          prefix={<SearchOutlined aria-hidden />}
          allowClear
          aria-label={t('search')}
          placeholder={t('search')}
          value={words}
          className={styles.search ?? ''}
          onChange={(change) => {
            setWords(change.target.value);
          }}
        />
        <Segmented<CampaignStatus | 'all'>
          aria-label={t('status')}
          value={status}
          onChange={setStatus}
          options={[
            { value: 'all', label: `${t('all')} ${format.number(campaigns.length)}` },
            ...statuses
              .map((value) => ({ value, count: campaigns.filter((campaign) => campaign.status === value).length }))
              .filter(({ count }) => count > 0)
              .map(({ value, count }) => ({ value, label: `${t(`status.${value}`)} ${format.number(count)}` })),
          ]}
        />
      </div>
      <Table<Campaign>
        rowKey="id"
        columns={columns}
        dataSource={found}
        pagination={found.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        locale={{ emptyText: <Empty title={t('noMatch')}>{t('noMatchDetail')}</Empty> }}
      />
    </Card>
  );
}

const tagsShown = 2;

function ChannelTags({ names }: { readonly names: readonly string[] }) {
  const format = useFormat();
  const rest = names.slice(tagsShown);
  return (
    <span className={styles.tags}>
      {names.slice(0, tagsShown).map((name) => (
        <Tag key={name}>{name}</Tag>
      ))}
      {rest.length > 0 && (
        <Tooltip title={rest.join(' · ')}>
          <Tag tabIndex={0} aria-label={rest.join(' · ')} role="note">
            +{format.number(rest.length)}
          </Tag>
        </Tooltip>
      )}
    </span>
  );
}

function Period({ campaign, format }: { readonly campaign: Campaign; readonly format: Format }) {
  const t = useTexts(texts);
  const nameOf = (time: string | undefined, write: (time: string) => string) => (isSet(time) ? write(time) : t('open'));
  return (
    <span className="figure">
      {nameOf(campaign.start, format.date)} – {nameOf(campaign.end, format.lastDay)}
    </span>
  );
}
