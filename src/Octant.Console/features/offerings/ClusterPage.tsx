import { Input, Select } from 'antd';
import { useParams } from 'react-router';
import { DocumentEditor, newId } from '../../ui/documents/DocumentEditor';
import type { Labels } from '../../ui/documents/labels';
import { Field } from '../../ui/form/Field';
import { Section } from '../../ui/form/Section';
import type { Texts } from '../../ui/language/language';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { usePermission } from '../session/session';
import { texts } from './clusters.texts';
import { clusters, type ProductCluster } from './offerings';

const blank: ProductCluster = { id: '', name: { zh: '', en: '' }, dimension: 'need' };
const dimensions = ['service', 'access', 'need'] as const;
const labels: Labels = { of: (member) => (texts as Texts)[`field.${member}`] };

export default function ClusterPage() {
  const { id = newId } = useParams();
  const t = useTexts(texts);
  const name = useName();
  const permits = usePermission();
  return (
    <DocumentEditor
      kind={clusters}
      id={id}
      blank={blank}
      nameOf={(cluster) => name(cluster.name)}
      newTitle={t('newCluster')}
      detail={t('clusterDetail')}
      list={{ path: '/product-clusters', label: t('title') }}
      labels={labels}
      mayChange={permits('catalog:write')}
      fields={
        <Section title={t('section')}>
          <Field name="name.zh" required>
            <Input maxLength={200} />
          </Field>
          <Field name="name.en" required>
            <Input maxLength={200} />
          </Field>
          <Field name="dimension">
            <Select options={dimensions.map((dimension) => ({ value: dimension, label: t(`dimension.${dimension}`) }))} />
          </Field>
          <Field name="behaviour" wide extra={t('hint.behaviour')}>
            <Input.TextArea autoSize={{ minRows: 2 }} />
          </Field>
        </Section>
      }
    />
  );
}
