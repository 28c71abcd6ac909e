import { BarChart, HeatmapChart, LineChart, SankeyChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import { init, use as register, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { EChartsOption } from 'echarts';
import { useEffect, useRef } from 'react';
import { palette, series } from './palette';

register([BarChart, LineChart, HeatmapChart, SankeyChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, MarkLineComponent, VisualMapComponent, SVGRenderer]);

interface ChartProps {
  /** What it shows, in a sentence, for those who do not see it. */
  readonly label: string;
  readonly option: EChartsOption;
  readonly height?: number;
  readonly onChoose?: (name: string) => void;
}

const isQuiet = () => globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** A chart in the console's colours that follows the width of its place. */
export function Chart({ label, option, height = 220, onChoose }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  useEffect(() => {
    const made = init(place.current, null, { renderer: 'svg' });
    chart.current = made;
    const observer = new ResizeObserver(() => {
      made.resize();
    });
    if (place.current !== null) {
      observer.observe(place.current);
    }

    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption({ color: [...series], textStyle: { color: palette.inkSoft, fontFamily: 'inherit' }, animation: !isQuiet(), animationDuration: 300, ...option }, { notMerge: true });
  }, [option]);
  useEffect(() => {
    const made = chart.current;
    const choose = (event: { name: string }) => onChoose?.(event.name);
    made?.on('click', choose as never);
    return () => {
      made?.off('click', choose);
    };
  }, [onChoose]);
  return <div ref={place} role="img" aria-label={label} style={{ height, width: '100%' }} />;
}
