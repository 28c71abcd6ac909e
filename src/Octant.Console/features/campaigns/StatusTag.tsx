import { Tag } from 'antd';
import { useTexts } from '../../ui/language/LanguageProvider';
import type { CampaignStatus } from './campaigns';
import styles from './campaigns.module.css';
import { texts } from './texts';

/** Where in its life a campaign is, by word and by colour. A draft under review is one that its planner waits for. */
export function StatusTag({ status, isUnderReview = false }: { readonly status: CampaignStatus; readonly isUnderReview?: boolean }) {
  const t = useTexts(texts);
  return (
    <Tag variant="filled" className={`${styles.status ?? ''} ${styles[status] ?? ''}`}>
      {isUnderReview ? t('underReview') : t(`status.${status}`)}
    </Tag>
  );
}
