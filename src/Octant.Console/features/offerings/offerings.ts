import type { components } from '../../api/schema';
import { documentsAt } from '../../ui/documents/documents';

export type Offering = components['schemas']['Offering'];
export type Promotion = components['schemas']['Promotion'];
export type ProductCluster = components['schemas']['ProductCluster'];

/** The sum of a revenue rule is told, not taken. */
export const offerings = documentsAt('offerings', (offering) =>
  offering.revenue ? { ...offering, revenue: { once: offering.revenue.once, monthly: offering.revenue.monthly, months: offering.revenue.months } } : offering,
);
export const promotions = documentsAt('promotions');
export const clusters = documentsAt('product-clusters');
