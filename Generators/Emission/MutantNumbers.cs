using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>
/// The numbers of a machine's mutants: named ones first, then the derived ones row by row, in the order of the
/// language's
/// <c>DerivedMutants</c>.
/// </summary>
internal sealed class MutantNumbers
{
    private readonly Dictionary<int, int> _dropRule = [];
    private readonly Dictionary<(int Rule, int Part), int> _dropGuard = [];
    private readonly Dictionary<(int Rule, int Part), int> _swapGuard = [];
    private readonly Dictionary<(int Rule, int Part), int> _dropEffect = [];
    private readonly Dictionary<(int Rule, int Part), int> _swapEffect = [];
    private readonly Dictionary<int, int> _dropGoto = [];

    public MutantNumbers(MachineModel machine)
    {
        var number = machine.Mutants.Count + 1;
        foreach (var rule in machine.Shipped)
        {
            _dropRule[rule.Index] = number++;
            for (var part = 0; part < rule.Guards.Count; part++)
            {
                _dropGuard[(rule.Index, part)] = number++;
                if (rule.Guards[part].Argument is not null)
                {
                    _swapGuard[(rule.Index, part)] = number++;
                }
            }

            var parts = rule.Effects.Count + rule.Cancels.Count + rule.Arms.Count + rule.Owes.Count;
            for (var part = 0; part < parts; part++)
            {
                _dropEffect[(rule.Index, part)] = number++;
                if (part < rule.Effects.Count && rule.Effects[part].Argument is not null)
                {
                    _swapEffect[(rule.Index, part)] = number++;
                }
            }

            if (rule.To is not null)
            {
                _dropGoto[rule.Index] = number++;
            }
        }
    }

    public int DropRule(int rule) => _dropRule[rule];

    public int DropGuard(int rule, int part) => _dropGuard[(rule, part)];

    public int SwapGuard(int rule, int part) => _swapGuard[(rule, part)];

    public int DropEffect(int rule, int part) => _dropEffect[(rule, part)];

    public int SwapEffect(int rule, int part) => _swapEffect[(rule, part)];

    public int DropGoto(int rule) => _dropGoto[rule];
}
