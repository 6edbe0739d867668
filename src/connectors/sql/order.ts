/**
 * Tarjan's strongly connected components, without recursion, so that a schema of thousands of tables cannot exhaust the
 * stack. Components come in the order of the edges: what `edges` points at stands before what points at it.
 */
export function stronglyConnected<T>(nodes: readonly T[], edges: (node: T) => readonly T[]): T[][] {
  const order = new Map<T, number>();
  const low = new Map<T, number>();
  const waiting: T[] = [];
  const isWaiting = new Set<T>();
  const components: T[][] = [];
  const open = (node: T) => {
    order.set(node, order.size);
    low.set(node, order.size - 1);
    waiting.push(node);
    isWaiting.add(node);
    return { node, targets: [...edges(node)], next: 0 };
  };
  const lower = (node: T, value: number) => low.set(node, Math.min(low.get(node) ?? value, value));
  const finish = (node: T) => {
    if (low.get(node) !== order.get(node)) return;
    const component: T[] = [];
    for (let member = waiting.pop(); member !== undefined; member = waiting.pop()) {
      isWaiting.delete(member);
      component.push(member);
      if (member === node) break;
    }
    components.push(component.toReversed());
  };
  for (const start of nodes) {
    if (order.has(start)) continue;
    const path = [open(start)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const target = top.targets[top.next++];
      if (target === undefined) {
        path.pop();
        finish(top.node);
        const parent = path.at(-1);
        if (parent !== undefined) lower(parent.node, low.get(top.node) ?? 0);
      } else if (!order.has(target)) path.push(open(target));
      else if (isWaiting.has(target)) lower(top.node, order.get(target) ?? 0);
    }
  }
  return components;
}
