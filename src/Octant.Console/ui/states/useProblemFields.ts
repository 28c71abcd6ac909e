import type { FormInstance } from 'antd';
import { useState } from 'react';
import { pathOf, ProblemError, type FieldError } from '../../api/problem';
import { useFieldMessage } from './Failure';

interface ProblemFields {
  /** Puts the fields of a problem at their inputs, by name, and goes to the first. Give it as `onError` of a mutation. */
  readonly place: (error: unknown) => void;
  /** Those that found an input. Give them to `Failure`, so that nothing is said twice and nothing is lost. */
  readonly shown: readonly FieldError[];
}

/**
 * What the API finds wrong, shown where it was typed.
 *
 * @param aliases Input by the field it stands for, where the two are named differently.
 */
export function useProblemFields(form: FormInstance, aliases: Readonly<Record<string, string>> = {}): ProblemFields {
  const message = useFieldMessage();
  const [shown, setShown] = useState<readonly FieldError[]>([]);
  return {
    shown,
    place: (error) => {
      const places = error instanceof ProblemError ? error.errors.map((field) => ({ field, name: pathOf(aliases[field.field] ?? field.field) })) : [];
      const inputs = new Set(form.getFieldsError().map(({ name }) => String(name)));
      const found = places.filter(({ name }) => name.length > 0 && inputs.has(String(name)));
      const isOf = (name: unknown[]) => (other: { readonly name: unknown[] }) => String(other.name) === String(name);
      form.setFields(found.map(({ name }) => ({ name, errors: found.filter(isOf(name)).map(({ field }) => message(field)) })));
      setShown(found.map(({ field }) => field));
      const [first] = found;
      if (first !== undefined) {
        form.scrollToField(first.name, { focus: true });
      }
    },
  };
}
