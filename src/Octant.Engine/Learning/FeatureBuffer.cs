namespace Octant.Engine.Learning;

/// <summary>The numbers of the features that are true of one customer on one channel; used again for the next.</summary>
public sealed class FeatureBuffer
{
    private int[] _numbers = new int[128];
    private int _customer;

    public int Count { get; private set; }

    public ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, Count);

    public void Clear() => (Count, _customer) = (0, 0);

    /// <summary>Of a feature that is not known the number is −1, and it is left out.</summary>
    internal void Add(int number)
    {
        if (number < 0)
        {
            return;
        }

        if (Count == _numbers.Length)
        {
            Array.Resize(ref _numbers, Count * 2);
        }

        _numbers[Count++] = number;
    }

    internal void SortFrom(int index) => _numbers.AsSpan(index, Count - index).Sort();

    internal void EndCustomer() => _customer = Count;

    internal void BeginChannel() => Count = _customer;
}
