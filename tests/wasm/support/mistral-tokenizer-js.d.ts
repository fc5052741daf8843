/** The package has no types of its own. */
declare module 'mistral-tokenizer-js' {
  const tokenizer: {
    readonly vocabById: string[];
    readonly merges: Map<string, number>;
    encode(text: string, addBos?: boolean, addPrecedingSpace?: boolean): number[];
  };
  export default tokenizer;
}
