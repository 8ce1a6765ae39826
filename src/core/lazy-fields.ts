/** Fields of objects that are computed when they are first read. */

/** What the lazy fields of an object are computed from, and those that were; not enumerable, so never copied. */
const STATE = Symbol("lazy fields");

interface Lazy {
  readonly [STATE]: { readonly inputs: never; readonly values: Map<unknown, unknown> };
}

/** How each lazy field is computed from the inputs. */
type Computations = Readonly<Record<string, (inputs: never) => unknown>>;

/**
 * Returns a function that adds fields to an object, each computed from the object's inputs when it is first read.
 * They are enumerable and read-only, as getters of an object literal are. These would be functions of each object, so
 * that V8 keeps the object as a dictionary; here all objects share them.
 */
export function lazyFields<C extends Computations>(
  computations: C,
): <O extends object>(
  object: O,
  inputs: Parameters<C[keyof C]>[0],
) => O & { readonly [K in keyof C]: ReturnType<C[K]> } {
  const getters = Object.entries(computations).map(
    ([name, compute]) => [name, getterOf(compute)] as const,
  );
  return (object, inputs) => {
    if (!(STATE in object)) {
      Object.defineProperty(object, STATE, { value: { inputs, values: new Map() } });
    }
    for (const [name, getter] of getters) Object.defineProperty(object, name, getter);
    return object as ReturnType<ReturnType<typeof lazyFields<C>>> & typeof object;
  };
}

const getterOf = (compute: (inputs: never) => unknown): PropertyDescriptor => ({
  enumerable: true,
  configurable: true,
  get(this: Lazy): unknown {
    const { inputs, values } = this[STATE];
    if (!values.has(compute)) values.set(compute, compute(inputs));
    return values.get(compute);
  },
});
