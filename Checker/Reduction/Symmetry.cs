using Wakeline.Checking.Traces;

namespace Wakeline.Checking.Reduction;

/// <summary>
/// Puts one state in place of all that differ by exchanges of interchangeable instances (Clarke, Enders, Filkorn and
/// Jha, "Exploiting symmetry in temporal logic model checking", 1996; Ip and Dill, "Better verification through
/// symmetry", 1996): the bytewise least of them where there are few instances, otherwise one that no single exchange
/// makes less. Any of them would do; the fewer are taken, the smaller the search.
/// </summary>
/// <param name="count">How many instances are interchangeable.</param>
internal sealed class Symmetry<TSystem, TState>(int count)
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private TState _least;
    private TState _image;

    /// <summary>Puts a state's representative in its place.</summary>
    public void Represent(ref TState state)
    {
        _least = state;
        _image = state;
        if (count <= Permutations.CountMost)
        {
            TryAll();
        }
        else
        {
            Descend();
        }

        state = _least;
    }

    private void TryAll()
    {
        var permutations = new Permutations(count);
        while (permutations.MoveNext())
        {
            TSystem.Exchange(ref _image, permutations.Exchange.A, permutations.Exchange.B);
            Keep();
        }
    }

    private void Descend()
    {
        bool isLess;
        do
        {
            isLess = false;
            for (var a = 0; a < count; a++)
            {
                for (var b = a + 1; b < count; b++)
                {
                    _image = _least;
                    TSystem.Exchange(ref _image, a, b);
                    isLess |= Keep();
                }
            }
        }
        while (isLess);
    }

    private bool Keep()
    {
        var isLess = StateBytes.Compare(in _image, in _least) < 0;
        if (isLess)
        {
            _least = _image;
        }

        return isLess;
    }
}
