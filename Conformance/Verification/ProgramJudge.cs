using Wakeline.Conformance.Comparison;

namespace Wakeline.Conformance;

/// <summary>
/// Judges a faulty variant of the specification by what the kernel showed. Not safe for several threads.
/// </summary>
/// <param name="mutation">The fault that is in force.</param>
public sealed class ProgramJudge(Mutation mutation)
{
    private readonly ModelRun _model = new(mutation);

    /// <summary>The first step after which the variant does not allow what the kernel showed.</summary>
    /// <returns>
    /// Its number among the steps taken, from 1; <see langword="null"/> if there is none. A variant that fails allows
    /// nothing; one that needs more room than the model has is not judged.
    /// </returns>
    public int? FirstDifference(RecordedProgram record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var number = 0;
        try
        {
            _model.BeginProgram(record.Program);
            foreach (var (step, seen) in record.Steps)
            {
                number++;
                _model.Begin(step);
                if (!_model.Allows(seen))
                {
                    return number;
                }

                _model.Believe(seen);
                _model.EndStep();
            }

            return null;
        }
        catch (BoundExceededException)
        {
            return null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return number;
        }
    }
}
