import type { UseQueryResult } from '@tanstack/react-query';
import { Card, Progress } from 'antd';
import { useState } from 'react';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { Loading } from '../../ui/states/Loading';
import { errorsIn, type Count } from './audiences';
import styles from './audiences.module.css';
import { texts } from './texts';

/** How many customers satisfy the conditions, at once and exactly. */
export function CountTile({ count }: { readonly count: UseQueryResult<Count> }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { error } = count;
  // While there is a mistake in the expression, the number before it stays.
  const [last, setLast] = useState(count.data);
  if (count.data !== undefined && count.data !== last) {
    setLast(count.data);
  }

  const data = count.data ?? last;
  const isInExpression = errorsIn(error).length > 0;
  const isOld = count.isPlaceholderData || isInExpression;
  return (
    <Card className={styles.countCard ?? ''}>
      {data === undefined ? (
        error === null ? (
          <Loading rows={2} />
        ) : null
      ) : (
        <div aria-live="polite" aria-busy={count.isFetching} className={isOld ? styles.countOld : styles.countNow}>
          <p className={styles.count}>
            <span className="figure" data-testid="count">
              {format.number(data.count)}
            </span> <span className={styles.countUnit}>{t('customers')}</span>
          </p>
          <Progress percent={data.total === 0 ? 0 : (100 * data.count) / data.total} showInfo={false} aria-label={t('customers')} />
          <p className={styles.countDetail}>
            {t('shareOfAll', { share: format.percent(data.total === 0 ? 0 : data.count / data.total), total: format.number(data.total) })}
          </p>
          <p className={styles.countDetail}>{isInExpression ? t('countWrong') : count.isFetching ? t('counting') : t('exactAsOf', { time: format.dateTime(data.asOf) })}</p>
        </div>
      )}
      {!isInExpression && <Failure error={error} />}
    </Card>
  );
}
