import { InputNumber } from 'antd';
import type { ComponentProps } from 'react';

type NumberProps = Omit<ComponentProps<typeof InputNumber<number>>, 'value' | 'onChange' | 'addonAfter'>;

interface AmountProps extends NumberProps {
  readonly value?: number | null;
  readonly onChange?: (value: number | null) => void;
}

/** As many digits as a person types, without what binary fractions add. */
const rounded = (value: number, digits: number) => Number(value.toFixed(digits));

/** A share from 0 to 1, typed in percent. */
export function ShareInput({ value, onChange, ...rest }: AmountProps) {
  return (
    <InputNumber<number>
      min={0}
      max={100}
      step={1}
      {...rest}
      suffix="%"
      value={value === null || value === undefined ? null : rounded(value * 100, 4)}
      onChange={(percent) => {
        onChange?.(percent === null ? null : rounded(percent / 100, 6));
      }}
    />
  );
}

/** Money in minor units of the settlement currency, typed in whole ones. */
export function MoneyInput({ value, onChange, ...rest }: AmountProps) {
  return (
    <InputNumber<number>
      min={0}
      precision={2}
      step={100}
      {...rest}
      value={value === null || value === undefined ? null : value / 100}
      onChange={(amount) => {
        onChange?.(amount === null ? null : Math.round(amount * 100));
      }}
    />
  );
}
