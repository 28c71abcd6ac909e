import { Tag, type TableColumnsType } from 'antd';
import { DocumentList } from '../../ui/documents/DocumentList';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { usePermission } from '../session/session';
import { promotions, type Promotion } from './offerings';
import { texts } from './promotions.texts';

export default function PromotionsPage() {
  const t = useTexts(texts);
  const format = useFormat();
  const permits = usePermission();
  const columns: TableColumnsType<Promotion> = [
    {
      title: t('field.offerings'),
      key: 'offerings',
      width: 280,
      responsive: ['md'],
      render: (_, promotion) => promotion.offerings.map((offering) => <Tag key={offering}>{offering}</Tag>),
    },
    { title: t('field.price'), key: 'price', width: 120, align: 'right', render: (_, { price }) => <span className="figure">{format.money(price ?? 0)}</span> },
    { title: t('field.lockInMonths'), key: 'lock', width: 150, responsive: ['md'], align: 'right', render: (_, { lockInMonths }) => <span className="figure">{format.number(lockInMonths ?? 0)}</span> },
  ];
  return (
    <DocumentList
      kind={promotions}
      title={t('title')}
      detail={t('detail')}
      path="/promotions"
      nameTitle={t('promotion')}
      nameOf={(promotion) => promotion.name}
      noteOf={(promotion) => promotion.offerings.join(' · ')}
      columns={columns}
      newLabel={permits('catalog:write') ? t('newPromotion') : null}
      none={{ title: t('none'), detail: t('noneDetail') }}
    />
  );
}
