(* SPDX-License-Identifier: Apache-2.0 *)
(* What a proof unit holds, for tools/prove.py: one line, tab-separated, for every
   function, and for everything that Frama-C considers valid without a proof.
   WRIT_INVENTORY names the file to write. *)
let place location =
  let first : Filepath.position = fst location in
  Filepath.Normalized.to_pretty_string first.Filepath.pos_path, first.Filepath.pos_lnum

let function_line out kf =
  let file, line = place (Kernel_function.get_location kf) in
  let spec = Annotations.funspec ~populate:false kf in
  let kind =
    if not (Kernel_function.is_definition kf) then "extern"
    else if (Kernel_function.get_vi kf).Cil_types.vinline then "inline"
    else if (Kernel_function.get_vi kf).Cil_types.vstorage = Cil_types.Static then "static"
    else "public" in
  let callers = List.sort_uniq compare
      (List.map (fun (caller, _) -> Kernel_function.get_name caller)
         (Kernel_function.find_syntactic_callsites kf)) in
  Printf.fprintf out "function\t%s\t%s\t%d\t%s\t%b\t%s\n" (Kernel_function.get_name kf) file
    line kind (not (Cil.is_empty_funspec spec)) (String.concat "," callers)

let property_line out property =
  let file, line = place (Property.location property) in
  let kf, defined = match Property.get_kf property with
    | None -> "", true
    | Some kf -> Kernel_function.get_name kf, Kernel_function.is_definition kf in
  let name = Property.Names.get_prop_name_id property in
  let considered = Property_status.Feedback.get property = Property_status.Feedback.Considered_valid in
  let kind = match property with
    | Property.IPLemma _ -> if considered then "axiom" else "lemma"
    | _ -> if considered then (if defined then "admit" else "contract") else "" in
  if kind <> "" then
    Printf.fprintf out "%s\t%s\t%s\t%d\t%s\n" kind name file line kf

let write () =
  match Sys.getenv_opt "WRIT_INVENTORY" with
  | None -> ()
  | Some path ->
    let out = open_out path in
    Globals.Functions.iter (function_line out);
    Property_status.iter (property_line out);
    close_out out

let () = Db.Main.extend write
