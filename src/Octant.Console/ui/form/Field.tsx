import { Form, type FormItemProps } from 'antd';
import type { ReactElement } from 'react';
import type { Path } from '../documents/differences';
import styles from '../documents/documents.module.css';
import { useLabel } from '../documents/labels';
import { useTexts } from '../language/LanguageProvider';
import { texts } from './texts';

interface FieldProps {
  /** The member, or within a list its place and name. */
  readonly name: string | Path;
  /** The member's name without places, where it stands within a list. */
  readonly of?: string;
  readonly extra?: string;
  readonly required?: boolean;
  /** Over the whole width. */
  readonly wide?: boolean;
  readonly valuePropName?: string;
  readonly children: ReactElement;
}

/** A field of a document under its label; what the API finds wrong with it stands below it. */
export function Field({ name, of, extra, required, wide, valuePropName, children }: FieldProps) {
  const label = useLabel();
  const t = useTexts(texts);
  const path = typeof name === 'string' ? name.split('.') : [...name];
  const props: FormItemProps = {
    name: path,
    label: label(of ?? (typeof name === 'string' ? name : name.filter((part) => typeof part === 'string').join('.'))),
    ...(extra === undefined ? {} : { extra }),
    ...(required === true ? { rules: [{ required: true, message: t('missing') }] } : {}),
    ...(wide === true ? { className: styles.wide ?? '' } : {}),
    ...(valuePropName === undefined ? {} : { valuePropName }),
  };
  return <Form.Item {...props}>{children}</Form.Item>;
}
