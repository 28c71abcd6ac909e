import { Button, Input, Space, Tag } from 'antd';
import { useState } from 'react';
import { isPresent } from '../../../api/present';
import { useFormat } from '../../../ui/format/useFormat';
import { useLanguage, useTexts } from '../../../ui/language/LanguageProvider';
import { Failure } from '../../../ui/states/Failure';
import { personOf, useDelegation, useVerdict, type Lane } from '../campaign';
import { texts } from '../detail.texts';
import styles from '../detail.module.css';
import { Changes } from './Changes';

export function useLaneName(lanes: readonly Lane[]): (id: string) => string {
  const { language } = useLanguage();
  return (id) => {
    const lane = lanes.find((known) => known.lane === id);
    return lane === undefined ? id : language === 'en' ? (lane.englishName ?? lane.name) : lane.name;
  };
}

const colours = { waiting: 'default', open: 'processing', approved: 'success', sentBack: 'error' } as const;

/** One lane of the review, with what whoever looks may do in it. */
export function LaneCard({ id, lane }: { readonly id: string; readonly lane: Lane }) {
  const t = useTexts(texts);
  const format = useFormat();
  const name = useLaneName([lane])(lane.lane);
  return (
    <li className={lane.mayDecide ? styles.laneMine : styles.lane} aria-label={name}>
      <div className={styles.laneHead}>
        <h3 className={styles.laneName}>{name}</h3>
        <Tag color={colours[lane.status]}>{t(`lane.${lane.status}`)}</Tag>
        {lane.isOverdue && <Tag color="error">{t('overdue')}</Tag>}
      </div>
      <p className={styles.note}>
        {lane.decidedAt
          ? [isPresent(lane.decidedBy) ? personOf(lane.decidedBy) : '', format.dateTime(lane.decidedAt)].filter(Boolean).join(' · ')
          : lane.dueAt
            ? t('dueAt', { time: format.dateTime(lane.dueAt) })
            : t('waitsForOthers')}
        {isPresent(lane.delegatedTo) && ` · ${t('delegatedTo', { who: lane.delegatedTo })}`}
      </p>
      {lane.changes.length > 0 && <Changes changes={lane.changes} />}
      {lane.mayDecide && <Decision id={id} lane={lane} />}
    </li>
  );
}

/** Approve, send back with what is to be changed, or hand it to a colleague. */
function Decision({ id, lane }: { readonly id: string; readonly lane: Lane }) {
  const t = useTexts(texts);
  const [comment, setComment] = useState('');
  const [isMissing, setMissing] = useState(false);
  const verdict = useVerdict(id);
  const decide = (said: 'approve' | 'sendBack') => {
    const isSilent = said === 'sendBack' && comment.trim() === '';
    setMissing(isSilent);
    if (!isSilent) {
      verdict.mutate({ lane: lane.lane, verdict: said, comment });
    }
  };
  return (
    <>
      <div>
        <Input.TextArea
          aria-label={t('comment')}
          aria-invalid={isMissing}
          {...(isMissing ? { status: 'error' as const } : {})}
          placeholder={t('comment')}
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={2000}
          value={comment}
          onChange={(change) => {
            setComment(change.target.value);
            setMissing(false);
          }}
        />
        {isMissing && (
          <p className={styles.missing} role="alert">
            {t('commentMissing')}
          </p>
        )}
      </div>
      <Space wrap>
        <Button
          type="primary"
          loading={verdict.isPending && verdict.variables.verdict === 'approve'}
          onClick={() => {
            decide('approve');
          }}
        >
          {t('approve')}
        </Button>
        <Button
          danger
          loading={verdict.isPending && verdict.variables.verdict === 'sendBack'}
          onClick={() => {
            decide('sendBack');
          }}
        >
          {t('sendBack')}
        </Button>
        <Delegation id={id} lane={lane} />
      </Space>
      <Failure error={verdict.error} />
    </>
  );
}

function Delegation({ id, lane }: { readonly id: string; readonly lane: Lane }) {
  const t = useTexts(texts);
  const [isOpen, setOpen] = useState(false);
  const [to, setTo] = useState(lane.delegatedTo ?? '');
  const delegate = useDelegation(id);
  const hand = (staffNumber: string | null) => {
    delegate.mutate(
      { lane: lane.lane, to: staffNumber },
      {
        onSuccess: () => {
          setOpen(false);
        },
      },
    );
  };
  if (!isOpen) {
    return (
      <Button
        type="text"
        onClick={() => {
          setOpen(true);
        }}
      >
        {t('delegate')}
      </Button>
    );
  }

  return (
    <div className={styles.delegation}>
      <Space.Compact>
        <Input
          aria-label={t('delegateTo')}
          placeholder={t('delegateTo')}
          value={to}
          maxLength={64}
          spellCheck={false}
          onChange={(change) => {
            setTo(change.target.value);
          }}
        />
        <Button
          disabled={to.trim() === ''}
          loading={delegate.isPending}
          onClick={() => {
            hand(to.trim());
          }}
        >
          {t('handOver')}
        </Button>
      </Space.Compact>
      {isPresent(lane.delegatedTo) && (
        <Button
          type="link"
          size="small"
          onClick={() => {
            hand(null);
          }}
        >
          {t('takeBack')}
        </Button>
      )}
      <Failure error={delegate.error} />
    </div>
  );
}
